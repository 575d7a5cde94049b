import Foundation
import WebSocketWire

/// A pcap file of one TCP connection to port 80, in which each piece of bytes is a segment of its own.
struct CaptureFile {
  private(set) var data = Data()
  private var sequence: [WebSocketRole: UInt32] = [.client: 1000, .server: 5000]

  /// `opens`: the capture has the beginning of the connection.
  init(opens: Bool = true) {
    // Magic, version 2.4, zone, accuracy, the most of a packet, and packets that begin with an IP header.
    for word: UInt32 in [0xA1B2_C3D4, 2 << 16 | 4, 0, 0, 262_144, 101] { put(word) }
    guard opens else { return }
    // SYN, SYN and ACK, ACK.
    segment(from: .client, flags: 0x02)
    segment(from: .server, flags: 0x12)
    segment(from: .client, flags: 0x10)
  }

  /// Adds what a role sends at once, in more segments where it does not fit in one.
  mutating func add(_ bytes: [UInt8], from role: WebSocketRole) {
    for start in stride(from: 0, to: bytes.count, by: 60000) {
      segment(from: role, flags: 0x18, Array(bytes[start..<min(bytes.count, start + 60000)]))
    }
  }

  /// A role sends what the capture lacks.
  mutating func lose(_ bytes: [UInt8], from role: WebSocketRole) {
    sequence[role, default: 0] += UInt32(bytes.count)
  }

  private mutating func segment(from role: WebSocketRole, flags: UInt8, _ payload: [UInt8] = []) {
    let count = UInt32(40 + payload.count)
    for word: UInt32 in [1_700_000_000, 0, count, count] { put(word) }
    let (from, to): (UInt32, UInt32) = role == .client ? (1, 2) : (2, 1)
    // Addresses 192.0.2.1 and 192.0.2.2; no checksums.
    for word: UInt32 in [0x4500 << 16 | count, 0, 0x4006 << 16, 0xC000_0200 | from, 0xC000_0200 | to] {
      put(word)
    }
    put(role == .client ? 40000 << 16 | 80 : 80 << 16 | 40000)
    put(sequence[role] ?? 0)
    put(flags == 0x02 ? 0 : sequence[role.peer] ?? 0)
    put(0x5000 << 16 | UInt32(flags) << 16 | 0xFFFF)
    put(0)
    data.append(contentsOf: payload)
    sequence[role, default: 0] += UInt32(payload.count) + (flags & 0x02 == 0 ? 0 : 1)
  }

  private mutating func put(_ word: UInt32) {
    withUnsafeBytes(of: word.bigEndian) { data.append(contentsOf: $0) }
  }
}
