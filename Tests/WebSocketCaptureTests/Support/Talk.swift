import WireTestSupport

/// A TCP connection of two ends as packets of raw IPv4, with sequence numbers that may wrap.
struct Talk {
  /// The packets in the order in which they were sent.
  private(set) var packets: [[UInt8]] = []
  private(set) var sent: [Bool: [UInt8]] = [:]
  private var next: [Bool: UInt32]
  let ports: (client: UInt16, server: UInt16)

  init(
    client: UInt32 = 1000, server: UInt32 = 9000, ports: (UInt16, UInt16) = (40000, 80), opens: Bool = true
  ) {
    next = [true: client, false: server]
    self.ports = ports
    guard opens else { return }
    segment(fromClient: true, flags: 0x02)
    segment(fromClient: false, flags: 0x12)
    segment(fromClient: true, flags: 0x10)
  }

  /// Sends bytes in segments of at most `size` bytes.
  mutating func send(_ bytes: [UInt8], fromClient: Bool, size: Int = 1400) {
    for start in stride(from: 0, to: bytes.count, by: size) {
      segment(fromClient: fromClient, flags: 0x18, Array(bytes[start..<min(bytes.count, start + size)]))
    }
    sent[fromClient, default: []] += bytes
  }

  mutating func acknowledge(fromClient: Bool) { segment(fromClient: fromClient, flags: 0x10) }
  mutating func finish(fromClient: Bool) { segment(fromClient: fromClient, flags: 0x11) }
  mutating func reset(fromClient: Bool) { segment(fromClient: fromClient, flags: 0x14) }

  /// Sends again a part of what was sent, which ends `back` bytes before the last.
  mutating func repeatPart(fromClient: Bool, back: Int, count: Int) {
    let all = sent[fromClient] ?? []
    let end = max(0, all.count - back)
    let start = max(0, end - count)
    let sequence = (next[fromClient] ?? 0) &- UInt32(all.count - start)
    packets.append(packet(fromClient: fromClient, flags: 0x18, sequence: sequence, Array(all[start..<end])))
  }

  private mutating func segment(fromClient: Bool, flags: UInt8, _ payload: [UInt8] = []) {
    packets.append(packet(fromClient: fromClient, flags: flags, sequence: next[fromClient] ?? 0, payload))
    next[fromClient, default: 0] &+= UInt32(payload.count) + (flags & 0x03 == 0 ? 0 : 1)
  }

  private func packet(fromClient: Bool, flags: UInt8, sequence: UInt32, _ payload: [UInt8]) -> [UInt8] {
    let (from, to) = fromClient ? (ports.client, ports.server) : (ports.server, ports.client)
    let segment = PacketWriter.tcp(
      from: from, to: to, sequence: sequence, acknowledgment: flags & 0x10 == 0 ? 0 : next[!fromClient] ?? 0,
      flags: flags, payload)
    return fromClient
      ? PacketWriter.ip4(segment)
      : PacketWriter.ip4(segment, from: 0xC000_0202, to: 0xC000_0201)
  }
}

extension SeededGenerator {
  /// The packets, each at most that many places from its own.
  mutating func displaced<Element>(_ elements: [Element], by distance: Int) -> [Element] {
    let keys = elements.indices.map { Double($0) + Double.random(in: 0...Double(distance), using: &self) }
    return elements.indices.sorted { keys[$0] < keys[$1] }.map { elements[$0] }
  }
}
