package import WebSocketWire

/// Writes a run as pcapng (draft-ietf-opsawg-pcapng): the bytes of each connection without TLS, in packets made for them.
///
/// The addresses and the times are real. A frame begins a packet of its own, because Wireshark's dissector gives up within packets of many.
package final class PacketRecorder: Recorder {
  let role: WebSocketRole?
  let showsSecrets: Bool
  private let start: Duration
  private unowned let target: any RecordingTarget
  private let rotation: UInt64?
  private var block: [UInt8] = []
  /// Memory for the next block, while the target has that of the last one.
  private var spare: [UInt8] = []
  /// The last time of a packet, and its nanoseconds since 1970.
  private var last: (time: Duration, nanoseconds: UInt64)?
  private var size: UInt64 = 0
  private var open: [Int: PacketConnection] = [:]

  /// How many bytes are gathered before they are handed on.
  private static let blockSize = 1 << 18

  /// As `LineRecorder`.
  package init(
    role: WebSocketRole?, start: Duration, showsSecrets: Bool, rotation: UInt64? = nil,
    to target: any RecordingTarget
  ) {
    (self.role, self.start, self.showsSecrets) = (role, start, showsSecrets)
    self.rotation = rotation
    self.target = target
    begin()
  }

  package func connection(_ number: Int) -> any RecordedConnection { PacketConnection(number, self) }

  package func flush() {
    guard !block.isEmpty else { return }
    size &+= UInt64(block.count)
    // Taken out, because what has room again may cause more before it returns.
    var full: [UInt8] = []
    swap(&full, &spare)
    swap(&full, &block)
    target.append(&full)
    spare = full
    guard let rotation, size >= rotation, block.isEmpty, open.values.allSatisfy(\.isBetweenFrames) else {
      return
    }
    target.next()
    size = 0
    begin()
    for (_, connection) in open.sorted(by: { $0.key < $1.key }) { connection.beginAgain() }
  }

  // MARK: Blocks

  private static let comment =
    "Ethernet, IP and TCP are synthetic: wscope has written them around the plaintext of WebSocket connections,"
    + " which TLS may have carried. Addresses and times are real."

  private func begin() {
    add(type: 0x0A0D_0D0A) { body in
      body.append(little: UInt32(0x1A2B_3C4D))
      body.append(little: UInt16(1))
      body.append(little: UInt16(0))
      // How long the section is, is not known.
      body.append(little: UInt64.max)
      Self.option(1, Self.comment, &body)
      Self.option(4, "wscope", &body)
      body.append(little: UInt32(0))
    }
    add(type: 1) { body in
      // Ethernet; a packet of any size.
      body.append(little: UInt16(1))
      body.append(little: UInt16(0))
      body.append(little: UInt32(0))
      Self.option(2, "wscope", &body)
      Self.option(3, Self.comment, &body)
      // Times in nanoseconds.
      body.append(little: UInt16(9))
      body.append(little: UInt16(1))
      body += [9, 0, 0, 0]
      body.append(little: UInt32(0))
    }
  }

  private static func option(_ code: UInt16, _ text: String, _ body: inout [UInt8]) {
    let bytes = Array(text.utf8.prefix(Int(UInt16.max)))
    body.append(little: code)
    body.append(little: UInt16(bytes.count))
    body += bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
  }

  private func add(type: UInt32, _ body: (inout [UInt8]) -> Void) {
    let start = block.count
    block.append(little: type)
    block.append(little: UInt32(0))
    body(&block)
    let length = UInt32(block.count - start + 4)
    block.append(little: length)
    withUnsafeBytes(of: length.littleEndian) { bytes in
      for index in 0..<4 { block[start + 4 + index] = bytes[index] }
    }
  }

  // MARK: For the connections

  /// Writes a packet around a payload that comes in two pieces, the first of an even length.
  func add(
    _ packet: SyntheticPacket, _ first: RawSpan, _ second: RawSpan, sequence: UInt32, acknowledgment: UInt32,
    at time: Duration
  ) {
    if last?.time != time { last = (time, nanoseconds(time)) }
    packet.append(
      first, second, sequence: sequence, acknowledgment: acknowledgment, at: last?.nanoseconds ?? 0,
      to: &block)
  }

  /// Since 1970; what 64 bits do not hold is their greatest number.
  private func nanoseconds(_ time: Duration) -> UInt64 {
    let (seconds, attoseconds) = max(.zero, start + time).components
    let (product, isTooLate) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
    return isTooLate ? .max : product &+ UInt64(attoseconds / 1_000_000_000)
  }

  /// Hands on what there is, if it is much. A file that cannot be written may cause events before this returns.
  func flushIfFull() { if block.count >= Self.blockSize { flush() } }

  func opened(_ connection: PacketConnection) { open[connection.number] = connection }

  func ended(_ connection: PacketConnection) { open[connection.number] = nil }
}
