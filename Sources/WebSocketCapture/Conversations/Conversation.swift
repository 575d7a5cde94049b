package import WebSocketWire

/// A TCP connection of a capture or a relay that may be one of WebSocket: it is followed through HTTP to the handshake, and from there on frame
/// by frame. What is of another protocol is passed over.
package final class Conversation: StreamConsumer {
  private enum Phase {
    /// Nothing is known: the capture begins inside the connection.
    case undecided
    case http
    /// Frames are looked for, because the handshake is not in the capture.
    case guessing
    case webSocket
    /// Nothing more is read of it.
    case over
  }

  /// Both sides after the handshake, and who reads them.
  private struct Streams {
    let client: FrameStream
    let server: FrameStream
    let closes: CloseOrder
    let sink: any ConversationSink

    init(_ sink: any ConversationSink, _ make: (WebSocketRole, CloseOrder) -> FrameStream) {
      let closes = CloseOrder()
      (self.sink, self.closes) = (sink, closes)
      (client, server) = (make(.client, closes), make(.server, closes))
    }
  }

  private let connection: (first: TCPEndpoint, second: TCPEndpoint)
  private let reader: ConversationReader
  private let limits: Limits
  private var phase = Phase.undecided
  private var clientSide: StreamSide?
  private var exchange: HTTPExchange
  private var searches: [StreamSide: FrameSearch] = [:]
  private var streams: Streams?
  private var held = 0
  /// Its place among the WebSocket connections of the capture, from 1; 0 as long as it is none.
  package private(set) var number = 0
  /// Both heads and the checks on them; nil where they are not in the capture.
  package private(set) var handshake: HandshakeReport?

  init(_ first: TCPEndpoint, _ second: TCPEndpoint, reader: ConversationReader, limits: Limits) {
    connection = (first, second)
    self.reader = reader
    self.limits = limits
    exchange = HTTPExchange(limit: limits.head)
  }

  /// The address and port of an end.
  package func endpoint(_ role: WebSocketRole) -> TCPEndpoint {
    let client = clientSide ?? .first
    return (role == .client ? client : client.peer) == .first ? connection.first : connection.second
  }

  /// What an end has sent since the handshake.
  package func counts(_ role: WebSocketRole) -> ConversationCounts {
    guard let stream = stream(role) else { return ConversationCounts() }
    var counts = stream.counts
    counts.frames = stream.frames
    return counts
  }

  // MARK: The streams

  package var isDone: Bool { if case .over = phase { true } else { false } }

  package func opened(by side: StreamSide) {
    guard case .undecided = phase else { return }
    clientSide = side
    phase = .http
  }

  package func receive(_ bytes: RawSpan, from side: StreamSide, at time: Duration) {
    switch phase {
    case .over: return
    case .webSocket: stream(role(side))?.receive(bytes, at: time)
    case .undecided:
      decide(by: bytes, from: side)
      if case .undecided = phase { return }
      return receive(bytes, from: side, at: time)
    case .http: take(exchange.receive(bytes, from: role(side)), at: time)
    case .guessing:
      searches[side, default: newSearch(side)].append(bytes)
      guess(side, isLast: false, at: time)
    }
    account(at: time)
  }

  package func gap(_ count: UInt64, from side: StreamSide, at time: Duration) {
    switch phase {
    case .over: break
    case .webSocket: stream(role(side))?.miss(count, at: time)
    case .undecided: phase = .guessing
    case .http: if !exchange.miss(count, from: role(side)) { phase = .guessing }
    case .guessing: searches[side]?.restart()
    }
    account(at: time)
  }

  package func finished(_ side: StreamSide, at time: Duration) {}

  package func ended(_ end: StreamEnd, at time: Duration) {
    if case .guessing = phase {
      for side in StreamSide.allCases { guess(side, isLast: true, at: time) }
    }
    finish(end, at: time)
    phase = .over
    account(at: time)
  }

  /// Keeps the count of what all connections hold; where that is too much, this one holds nothing more.
  private func account(at time: Duration) {
    let now =
      switch phase {
      case .http: exchange.heldCount
      case .guessing: searches.values.reduce(0) { $0 + $1.bytes.count }
      case .webSocket: WebSocketRole.allCases.reduce(0) { $0 + (stream($1)?.heldCount ?? 0) }
      case .undecided, .over: 0
      }
    guard now != held else { return }
    reader.held += now - held
    held = now
    guard reader.held > ConversationReader.heldLimit else { return }
    reader.held -= held
    held = 0
    if case .webSocket = phase {
      for role in WebSocketRole.allCases { stream(role)?.settle(at: time) }
    } else {
      passOver(.other)
    }
  }

  // MARK: What it is

  private func role(_ side: StreamSide) -> WebSocketRole {
    side == (clientSide ?? .first) ? .client : .server
  }

  private func stream(_ role: WebSocketRole) -> FrameStream? {
    role == .client ? streams?.client : streams?.server
  }

  private func passOver(_ kind: ForeignProtocol) {
    phase = .over
    exchange = HTTPExchange(limit: 0)
    searches = [:]
    reader.passedOver(self, kind)
  }

  /// Decides by its first bytes what a connection is whose beginning is not in the capture.
  private func decide(by bytes: RawSpan, from side: StreamSide) {
    guard bytes.byteCount > 0 else { return }
    if ForeignProtocol(bytes) == .tls { return passOver(.tls) }
    let start = bytes.extracting(first: 5).withUnsafeBytes { Array($0) }
    if start == Array("HTTP/".utf8) {
      clientSide = side.peer
    } else if Self.methods.contains(where: { start.starts(with: $0.utf8) }) {
      clientSide = side
    } else {
      phase = .guessing
      return
    }
    phase = .http
  }

  private static let methods = ["GET ", "HEAD ", "POST ", "PUT ", "CONN", "OPTI", "DELE", "PATC"]

  private func take(_ outcome: HTTPExchange.Outcome?, at time: Duration) {
    switch outcome {
    case nil: break
    case .foreign(let kind): passOver(kind)
    case .answered(let request, let interim, let response):
      let report = HandshakeReport.observed(request: request, interim: interim, response: response)
      handshake = report
      guard response.startLineParts.dropFirst().first == "101" else { return refused(report, at: time) }
      open(report, at: time)
    }
  }

  private func refused(_ report: HandshakeReport, at time: Duration) {
    number = reader.nextNumber()
    if let sink = reader.found(self), let response = report.response {
      sink.handle(.handshakeRefused(report), from: .server, at: time, bytes: RawSpan())
      sink.ended(.ended(.refused(response, body: []), isInsideMessage: false), at: time)
    }
    handshake = nil
    take(exchange.proceed(), at: time)
  }

  private func open(_ report: HandshakeReport, at time: Duration) {
    number = reader.nextNumber()
    guard let sink = reader.found(self) else {
      phase = .over
      return
    }
    phase = .webSocket
    streams = Streams(sink) { role, closes in
      FrameStream(
        role, limits: limits, deflate: report.deflate?[role], blocks: reader.blocks, closes: closes,
        sink: sink)
    }
    sink.handle(.opened(report), from: .server, at: time, bytes: RawSpan())
    for (violation, sender) in report.observedViolations {
      sink.handle(.violation(violation), from: sender, at: time, bytes: RawSpan())
    }
    for role in [WebSocketRole.server, .client] {
      let rest = exchange.rest(of: role)
      if !rest.isEmpty { stream(role)?.receive(rest.span.bytes, at: time) }
    }
    exchange = HTTPExchange(limit: 0)
  }

  // MARK: Without a handshake

  private func newSearch(_ side: StreamSide) -> FrameSearch {
    FrameSearch(
      isMasked: clientSide.map { $0 == side }, mayCompress: true, threshold: FrameSearch.anywhere)
  }

  private func guess(_ side: StreamSide, isLast: Bool, at time: Duration) {
    guard case .guessing = phase, let search = searches[side] else { return }
    var copy = search
    guard let found = copy.find(isLast: isLast) else {
      searches[side] = copy
      if !isLast, StreamSide.allCases.allSatisfy({ searches[$0].map(\.isFull) ?? true }) { passOver(.other) }
      return
    }
    clientSide = found.isMasked ? side : side.peer
    number = reader.nextNumber()
    guard let sink = reader.found(self) else {
      phase = .over
      return
    }
    phase = .webSocket
    sink.note(.guessed, from: role(side), at: time)
    streams = Streams(sink) { role, closes in
      // What was searched under either assumption is searched again under the right one.
      let side = role == self.role(side) ? side : side.peer
      var search = searches[side] ?? newSearch(side)
      search.settle(on: role == .client)
      return FrameStream(
        role, limits: limits, blocks: reader.blocks, closes: closes, sink: sink, search: search)
    }
    searches = [:]
    for role in [self.role(side), self.role(side.peer)] { stream(role)?.receive(RawSpan(), at: time) }
  }

  // MARK: The end

  private func finish(_ end: StreamEnd, at time: Duration) {
    guard case .webSocket = phase, let streams else { return }
    let both = [streams.server, streams.client]
    for stream in both { stream.settle(at: time) }
    let isInside = both.contains(where: \.isInsideMessage)
    if let first = streams.closes.first, both.allSatisfy(\.isClosed) {
      streams.sink.ended(
        .ended(.closed(first.payload, by: first.sender), isInsideMessage: isInside), at: time)
    } else if end == .captureEnded {
      streams.sink.ended(.open, at: time)
    } else {
      let remainder = both.lazy.compactMap(\.remainder).first
      streams.sink.ended(
        .ended(.lost(duringHandshake: false, unfinished: remainder), isInsideMessage: isInside), at: time)
    }
  }
}
