import WebSocketWire

/// Writes one connection as packets of TCP.
final class PacketConnection: RecordedConnection {
  /// What one end has sent.
  private final class Side {
    /// Its packets of payload, and what is made for others.
    let packet: SyntheticPacket
    let packets: (UInt8) -> SyntheticPacket
    /// The sequence number of its next byte.
    var next: UInt32 = 0
    /// How much of it the other end has not acknowledged.
    var unacknowledged = 0
    /// The bytes of the next packet.
    var held: [UInt8] = []
    var header: FrameHeader?
    var position: UInt64 = 0

    init(_ source: SyntheticEndpoint, to destination: SyntheticEndpoint, isServer: Bool) {
      packets = { SyntheticPacket($0, from: source, to: destination, isFromServer: isServer) }
      packet = packets(SyntheticPacket.Flag.push | SyntheticPacket.Flag.acknowledges)
    }
  }

  let number: Int
  private let recorder: PacketRecorder
  private var sides: PerSender<Side>?
  private var summary: ConnectionSummary?
  private var handshake: (report: HandshakeReport, time: Duration)?

  /// The most payload of a packet, in bytes.
  private static let segmentSize = 32768
  /// How much is sent before the other end acknowledges it.
  private static let windowSize = 1 << 18

  init(_ number: Int, _ recorder: PacketRecorder) { (self.number, self.recorder) = (number, recorder) }

  var isBetweenFrames: Bool { sides?.client.header == nil && sides?.server.header == nil }

  func receive(_ record: TraceRecord) {
    switch record.event {
    case .connected(let summary):
      self.summary = summary
      place(
        client: recorder.role == .server ? summary.address : summary.localAddress,
        server: recorder.role == .server ? summary.localAddress : summary.address)
      recorder.opened(self)
    case .handshake(let report):
      handshake = (report, record.time)
      if summary != nil { open(report, at: record.time) }
    case .ended(let end): self.end(end, at: record.time)
    case .tls, .frame, .violation: return
    }
    recorder.flushIfFull()
  }

  func handle(
    _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan, connection: Int
  ) {
    switch event {
    case .header(let header, _):
      send([], from: sender, at: time)
      sides?[sender].header = header
      sides?[sender].position = 0
      sides?[sender].held += header.bytes
    case .payload: payload(bytes, from: sender, at: time)
    case .frameEnd, .frameCut:
      send([], from: sender, at: time)
      sides?[sender].header = nil
    case .messages(let batch):
      batch.forEachFrame(in: bytes) { header, _, payload in
        send(header, payload, from: sender, at: time)
      }
    default: return
    }
    recorder.flushIfFull()
  }

  func note(_ note: CaptureNote, from sender: WebSocketRole, at time: Duration) {
    guard case .gap(let count, _) = note else { return }
    send([], from: sender, at: time)
    sides?[sender].header = nil
    sides?[sender].next &+= UInt32(truncatingIfNeeded: count)
  }

  func openAtEnd(_ statistics: ConnectionStatistics, at time: Duration) {
    for sender in WebSocketRole.allCases { send([], from: sender, at: time) }
    recorder.ended(self)
  }

  /// Writes how it was opened again, in another file.
  func beginAgain() {
    guard let handshake, summary != nil else { return }
    open(handshake.report, at: handshake.time)
  }

  // MARK: The stream

  /// An end without an address, as of a unix socket, gets one of those for documentation (RFC 5737), and a port of its number.
  private func place(client: String, server: String) {
    let port = UInt16(truncatingIfNeeded: 49152 + number % 16384)
    var first = SyntheticEndpoint(client) ?? SyntheticEndpoint([192, 0, 2, 1], port)
    var second = SyntheticEndpoint(server) ?? SyntheticEndpoint([192, 0, 2, 2], 80)
    if first.address.count != second.address.count { (first, second) = (first.mapped, second.mapped) }
    sides = PerSender(
      client: Side(first, to: second, isServer: false), server: Side(second, to: first, isServer: true))
  }

  private func open(_ report: HandshakeReport, at time: Duration) {
    let tcp = summary?.phases.last { $0.name == .tcp }
    let upgrade = summary?.phases.last { $0.name == .upgrade }
    for sender in WebSocketRole.allCases { sides?[sender].next = sender == .client ? 0x1000 : 0x2000 }
    add(SyntheticPacket.Flag.syn, from: .client, at: tcp?.start ?? time)
    add(SyntheticPacket.Flag.syn | SyntheticPacket.Flag.acknowledges, from: .server, at: tcp?.end ?? time)
    add(SyntheticPacket.Flag.acknowledges, from: .client, at: tcp?.end ?? time)
    let secrets = HeadSecrets(showsSecrets: recorder.showsSecrets, tokens: report.secretSubprotocols)
    send(secrets.head(report.request).bytes, from: .client, at: upgrade?.start ?? time)
    for head in report.interim + (report.response.map { [$0] } ?? []) {
      send(secrets.head(head).bytes, from: .server, at: time)
    }
  }

  /// Sends a whole frame that is not masked.
  private func send(_ header: FrameHeader, _ payload: RawSpan, from sender: WebSocketRole, at time: Duration)
  {
    guard let side = sides?[sender] else { return }
    var head: [UInt8] = []
    swap(&head, &side.held)
    FrameEncoder.append(header, to: &head)
    guard head.count + payload.byteCount > Self.segmentSize else {
      add(side.packet, head.span.bytes, payload, from: sender, at: time)
      head.removeAll(keepingCapacity: true)
      side.held = head
      return
    }
    side.held = head
    (side.header, side.position) = (header, 0)
    self.payload(payload, from: sender, at: time)
    send([], from: sender, at: time)
    side.header = nil
  }

  private func payload(_ bytes: RawSpan, from sender: WebSocketRole, at time: Duration) {
    guard let side = sides?[sender], let header = side.header else { return }
    let key = header.maskingKey
    var rest = bytes
    while rest.byteCount > 0 {
      let piece = rest.extracting(first: max(1, Self.segmentSize - side.held.count))
      rest = rest.extracting(droppingFirst: piece.byteCount)
      let start = side.held.count
      piece.withUnsafeBytes { side.held.append(contentsOf: $0) }
      if let key {
        let phase = side.position
        side.held.withUnsafeMutableBytes {
          key.apply(to: UnsafeMutableRawBufferPointer(rebasing: $0[start...]), phase: phase)
        }
      }
      side.position &+= UInt64(piece.byteCount)
      if side.held.count >= Self.segmentSize { send([], from: sender, at: time) }
    }
  }

  /// Sends what is held and these bytes.
  private func send(_ bytes: [UInt8], from sender: WebSocketRole, at time: Duration) {
    guard let side = sides?[sender], !side.held.isEmpty || !bytes.isEmpty else { return }
    var block: [UInt8] = []
    swap(&block, &side.held)
    block += bytes
    var start = 0
    while start < block.count {
      let end = min(block.count, start + Self.segmentSize)
      add(side.packet, block.span.bytes.extracting(start..<end), RawSpan(), from: sender, at: time)
      start = end
    }
    block.removeAll(keepingCapacity: true)
    side.held = block
  }

  /// Sends a packet of these control bits, without payload.
  private func add(_ flags: UInt8, from sender: WebSocketRole, at time: Duration) {
    guard let packet = sides?[sender].packets(flags) else { return }
    add(packet, RawSpan(), RawSpan(), from: sender, at: time)
    // SYN and FIN take a number each (RFC 9293 3.4).
    if flags & (SyntheticPacket.Flag.syn | SyntheticPacket.Flag.fin) != 0 { sides?[sender].next &+= 1 }
  }

  private func add(
    _ packet: SyntheticPacket, _ first: RawSpan, _ second: RawSpan, from sender: WebSocketRole,
    at time: Duration
  ) {
    guard let source = sides?[sender], let destination = sides?[sender.peer] else { return }
    let acknowledges = packet.flags & SyntheticPacket.Flag.acknowledges != 0
    recorder.add(
      packet, first, second, sequence: source.next, acknowledgment: acknowledges ? destination.next : 0,
      at: time)
    let count = first.byteCount + second.byteCount
    source.next &+= UInt32(truncatingIfNeeded: count)
    source.unacknowledged += count
    if source.unacknowledged >= Self.windowSize {
      source.unacknowledged = 0
      add(SyntheticPacket.Flag.acknowledges, from: sender.peer, at: time)
    }
  }

  // MARK: The end

  private func end(_ end: EndSummary, at time: Duration) {
    recorder.ended(self)
    if summary == nil {
      guard let handshake else { return }
      place(
        client: recorder.role == .server ? end.address : "",
        server: recorder.role == .server ? "" : end.address)
      open(handshake.report, at: time)
      if case .refused(let head, let body, nil) = end.ending, head.fields("Transfer-Encoding").isEmpty {
        send(body, from: .server, at: time)
      }
    }
    for sender in WebSocketRole.allCases { send([], from: sender, at: time) }
    if case .lost(_, .header(let bytes, _, _)?) = end.ending, let peer = recorder.role?.peer {
      send(bytes, from: peer, at: time)
    }
    let flags = SyntheticPacket.Flag.acknowledges
    switch end.ending {
    case .abandoned, .closeIgnored, .timedOut:
      add(flags | SyntheticPacket.Flag.reset, from: recorder.role ?? .client, at: time)
    default:
      add(flags | SyntheticPacket.Flag.fin, from: .server, at: time)
      add(flags | SyntheticPacket.Flag.fin, from: .client, at: time)
      add(flags, from: .server, at: time)
    }
  }
}
