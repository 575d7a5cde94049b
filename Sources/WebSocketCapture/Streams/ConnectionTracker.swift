/// Finds the TCP connections in the packets of a capture, and has each read in order. What it holds is bounded.
package final class ConnectionTracker: PacketSink {
  /// The two ends of a connection in an order that does not depend on the direction.
  private struct Key: Hashable {
    let one: TCPEndpoint
    let other: TCPEndpoint
  }

  /// What was counted in the capture.
  package private(set) var counts = CaptureCounts()
  private let makeConsumer: (TCPConnection) -> any StreamConsumer
  private var connections: [Key: TCPConnection] = [:]
  /// The connection of the last segment, because the next is mostly of the same.
  private var last: (key: Key, connection: TCPConnection)?
  private var fragments = IPReassembler()
  /// How many bytes all connections hold.
  private var held = 0
  private var start: Int64?
  /// When the last packet was captured, since the first.
  private var now = Duration.zero

  /// The most bytes that wait for others before them, of all connections together.
  private static let heldLimit = 64 << 20
  /// The most connections that are known at once.
  private static let connectionLimit = 65536

  /// `makeConsumer` is asked at the first segment of each connection.
  package init(_ makeConsumer: @escaping (TCPConnection) -> any StreamConsumer) {
    self.makeConsumer = makeConsumer
  }

  /// When the first packet was captured, in nanoseconds since 1970.
  package var startTime: Int64? { start }

  /// How many connections are followed now.
  var known: Int { connections.count }

  package func noteSecrets() { counts.hasSecrets = true }

  package func receive(_ packet: Packet, bytes: RawSpan) {
    counts.packets += 1
    if start == nil { start = packet.time }
    switch LinkLayer.content(of: bytes, packet.link) {
    case .unsupported: counts.note(unsupported: packet.link)
    case .other: break
    case .ip(let offset):
      let length = max(packet.length, bytes.byteCount) - offset
      guard let header = IPHeader(bytes, at: offset, length: length) else { return }
      if let fragment = header.fragment {
        guard let whole = fragments.receive(header, fragment, bytes, at: packet.time) else { return }
        let payload = whole.span.bytes
        receive(IPHeader(whole: payload, of: header), payload, at: packet.time)
      } else {
        receive(header, bytes, at: packet.time)
      }
    }
  }

  private func receive(_ header: IPHeader, _ bytes: RawSpan, at time: Int64) {
    guard header.protocolNumber == TCPSegment.protocolNumber,
      let segment = TCPSegment(bytes, in: header.payload, length: header.payloadLength)
    else { return }
    if segment.payload.count < segment.payloadLength { counts.cutPackets += 1 }
    let source = TCPEndpoint(header.source, segment.sourcePort)
    let destination = TCPEndpoint(header.destination, segment.destinationPort)
    // Packets of several interfaces may be out of order, and a run's clock only goes forward.
    now = max(now, .nanoseconds(time - (start ?? time)))
    let connection = connection(from: source, to: destination, segment)
    let before = connection.heldCount
    connection.receive(
      segment, bytes, from: source == connection.first ? .first : .second, at: time, offset: now)
    held += connection.heldCount - before
    guard held > Self.heldLimit else { return }
    held -= connection.heldCount
    connection.release(at: now)
    held += connection.heldCount
  }

  private func connection(
    from source: TCPEndpoint, to destination: TCPEndpoint, _ segment: TCPSegment
  ) -> TCPConnection {
    let key =
      source.precedes(destination)
      ? Key(one: source, other: destination) : Key(one: destination, other: source)
    var known = last?.key == key ? last?.connection : connections[key]
    if let old = known, old.isReplaced(by: segment) {
      held -= old.heldCount
      old.finish(at: now)
      known = nil
    }
    if let known {
      last = (key, known)
      return known
    }
    if connections.count >= Self.connectionLimit { forgetIdle() }
    counts.connections += 1
    let connection = TCPConnection(counts.connections, source, destination)
    connection.consumer = makeConsumer(connection)
    connections[key] = connection
    last = (key, connection)
    return connection
  }

  /// Gives up the half of the connections that has been quiet for longest.
  private func forgetIdle() {
    let byTime = connections.sorted { $0.value.lastTime < $1.value.lastTime }
    for (key, connection) in byTime.prefix(byTime.count / 2 + 1) {
      held -= connection.heldCount
      connection.finish(at: now)
      connections[key] = nil
    }
    last = nil
  }

  /// Takes the end of the capture.
  package func finish() {
    for connection in connections.values.sorted(by: { $0.number < $1.number }) { connection.finish(at: now) }
    connections.removeAll()
    last = nil
    held = 0
    counts.lostFragments = fragments.lost + fragments.waiting
  }
}

extension TCPEndpoint {
  /// An order of ends, which is the same for both directions of a connection.
  fileprivate func precedes(_ other: TCPEndpoint) -> Bool {
    address == other.address ? port < other.port : address.precedes(other.address)
  }
}
