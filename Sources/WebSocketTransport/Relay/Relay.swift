import NIOCore
package import WebSocketWire

/// One client and the stream to the server that it got: passes the bytes of each on to the other as they come.
///
/// Nothing is read in order to be passed on. One end is read while the system takes what is sent to the other, so a slow end makes the other
/// wait and nothing else. What ends a direction ends it at the other end too, and a reset becomes a reset. Both ends are on one event loop.
package final class Relay {
  /// Its place among the relays of a listener, from 1.
  package let number: Int
  private var target: RelayTarget
  private let place: Place
  private let client: RelayEnd
  private var server: RelayEnd?
  private var connector: StreamConnector<RelayEnd>?
  private var delegate: (any RelayDelegate)?
  private var stage = Stage.opening
  /// How many bytes may still pass; nil for any number.
  private var left: UInt64?
  private var editor: RequestEditor

  /// Where all of it happens.
  struct Place {
    let loop: any EventLoop
    let clock: RunClock
    /// Those of the loop.
    let blocks: ReadBlocks
  }

  private enum Stage {
    case opening, open, over
    /// What a client asks a forward proxy for is awaited.
    case asked(ForwardRequest)
    /// There is no server for it, and what it asks for is awaited.
    case refusing(ConnectError)
  }

  /// Whether clients name their servers, in requests.
  private var isForward: Bool { target.isForward }

  /// How long a client that has no server may take to say what it wants.
  private static let patience = TimeAmount.seconds(1)

  /// Whether nothing is read of either end for a reason of the delegate's.
  package var isPaused = false {
    didSet {
      guard oldValue, !isPaused else { return }
      resume(client)
      if let server { resume(server) }
    }
  }

  init(_ number: Int, of client: RelayEnd, to target: RelayTarget, at place: Place) {
    (self.number, self.target, self.client, self.place) = (number, target, client, place)
    left = target.shape.limit
    editor = RequestEditor(target.changes)
  }

  /// The client's address, with its port; empty for a unix socket's.
  package var clientAddress: String { client.facts.peerAddress }
  /// The address that the client has connected to.
  package var localAddress: String { client.facts.localAddress }
  /// The address of the server, or of the proxy before it.
  package var serverAddress: String { server?.facts.peerAddress ?? "" }
  /// What was agreed on with the server, and what is known of its certificates; nil without TLS.
  package var tls: TLSReport? { server?.tls }
  /// Whether the client has sent anything, even if TLS let nothing of it through.
  package var hasClientSent: Bool { client.facts.hasReceived }
  /// The system's words for what ended the client's stream.
  package var clientError: String? { client.facts.streamError }

  var isOpen: Bool { if case .open = stage { true } else { false } }

  private func other(_ end: RelayEnd) -> RelayEnd? { end === client ? server : client }

  // MARK: Opening

  /// Waits for the client's TLS, if there is any, and connects.
  func begin(_ delegate: any RelayDelegate) {
    self.delegate = delegate
    client.relay = self
    client.begin(within: target.configuration.timeouts.handshake) { [self] failure in
      switch failure {
      case nil: if isForward { ask() } else { connect() }
      case .transport(let error): leave(error)
      default: leave(TransportError(.tlsFailed, "the client did not complete TLS in time"))
      }
    }
  }

  /// Waits for what the client asks for, as long as for a handshake.
  private func ask() {
    stage = .asked(ForwardRequest(credentials: target.credentials))
    place.loop.assumeIsolated().scheduleTask(in: TimeAmount(target.timeouts.handshake)) { [self] in
      if case .asked = stage { refuse(HTTPStatus(408), "no request came in time") }
    }
    readCompleted(client)
  }

  private func readRequest(_ request: ForwardRequest) {
    var request = request
    let pieces = client.takeEarly()
    for (index, piece) in pieces.enumerated() {
      switch request.receive(piece.readableBytesSpan) {
      case .incomplete: stage = .asked(request)
      case .refused(let status, let words): return refuse(status, words)
      case .wanted(let url, let isTunnel, let bytes):
        client.giveBack([ByteBuffer(bytes: bytes)] + pieces[(index + 1)...])
        stage = .opening
        do { target = try target.named(url) } catch { return refuse(.badRequest, "\(error)") }
        return connect(greeting: isTunnel ? Self.tunnelOpen : [])
      }
    }
    if client.hasInputEnded { leave(nil) } else { client.read() }
  }

  private static let tunnelOpen = Array("HTTP/1.1 200 Connection established\r\n\r\n".utf8)

  private func refuse(_ status: HTTPStatus, _ words: String) {
    let fields =
      status.code == 407 ? [HTTPField(trusted: "Proxy-Authenticate", #"Basic realm="wscope""#)] : []
    client.answer(HTTPResponse(status, fields: fields, body: "wscope proxy: \(words)\n").bytes())
    finish(.refused(status.code, words))
  }

  /// `greeting` is what the client hears first.
  private func connect(greeting: [UInt8] = []) {
    do {
      let (route, tls, place) = (target.route, target.tls, place)
      let start = place.clock.now
      let connector = try StreamConnector(
        target.configuration, route: route, tls: tls, on: place.loop, clock: place.clock
      ) {
        RelayEnd(
          of: .server, usesTLS: tls != nil, isDirect: route.proxy?.scheme != .https && tls == nil,
          facts: SessionFacts(number: 0, start: start), at: place)
      }
      self.connector = connector
      connector.connect { [self] outcome in
        switch outcome {
        case .success((let server, let spent)):
          server.begin(within: max(.zero, target.timeouts.handshake - spent)) { [self] failure in
            connected(server, failure, connector, greeting)
          }
        case .failure(let reason): connected(nil, reason, connector, greeting)
        }
      }
    } catch {
      abort()
    }
  }

  private func connected(
    _ server: RelayEnd?, _ failure: OpeningFailure?, _ connector: StreamConnector<RelayEnd>,
    _ greeting: [UInt8]
  ) {
    self.connector = nil
    if let server, failure == nil { return open(server, greeting) }
    // The last step is not ours to take.
    refuse(connector.error(failure ?? .cancelled, steps: Array(target.route.steps.dropLast())))
    server?.drop()
  }

  private func open(_ server: RelayEnd, _ greeting: [UInt8]) {
    guard case .opening = stage else { return server.drop() }
    self.server = server
    server.relay = self
    stage = .open
    if target.shape.takesTime {
      for end in [client, server] { end.shape(by: RelayLane(target.shape, on: place.loop)) }
    }
    client.pass(ByteBuffer(bytes: greeting))
    delegate?.connected(self, at: place.clock.now)
    for end in [client, server] {
      for bytes in end.takeEarly() { received(bytes, from: end) }
      if end.hasInputEnded { inputEnded(end) }
      if end.isClosed { closed(end) }
    }
    readCompleted(client)
    readCompleted(server)
    cutWhenFlushed()
  }

  private func refuse(_ error: ConnectError) {
    guard case .opening = stage else { return }
    if client.isClosed { return finish(.notConnected(error, answered: false)) }
    stage = .refusing(error)
    if client.hasEarly || client.hasInputEnded || isForward { return answer(error) }
    place.loop.assumeIsolated().scheduleTask(in: Self.patience) { [self] in
      if case .refusing(let error) = stage { answer(error) }
    }
    client.read()
  }

  /// Says to a client that has asked for something why it does not get it; any other is reset.
  private func answer(_ error: ConnectError) {
    let asked = client.takeEarly().first.map { Array($0.readableBytesView.prefix(16)) } ?? []
    let method = asked.prefix { $0 != 0x20 }
    let isRequest =
      isForward
      || !method.isEmpty && method.count < asked.count && method.allSatisfy { (0x41...0x5A).contains($0) }
    if isRequest {
      client.answer(
        HTTPResponse(HTTPStatus(502), body: "wscope proxy has no connection to the server: \(error)\n")
          .bytes(for: String(decoding: method, as: UTF8.self)))
    } else {
      client.reset()
    }
    finish(.notConnected(error, answered: isRequest))
  }

  private func cancelConnect() {
    connector?.cancel()
    connector?.handler?.drop()
    connector = nil
  }

  private func leave(_ error: TransportError?) {
    guard !isOver else { return }
    cancelConnect()
    finish(.clientLeft(error))
    client.drop()
  }

  // MARK: Bytes

  func received(_ bytes: ByteBuffer, from end: RelayEnd) {
    guard end === client, !editor.isIdle else { return pass(bytes, from: end) }
    let edited = editor.receive(bytes.readableBytesSpan)
    if !edited.names.isEmpty { delegate?.changed(edited.names, in: self) }
    pass(ByteBuffer(bytes: edited.bytes), from: end)
  }

  private func pass(_ bytes: ByteBuffer, from end: RelayEnd) {
    guard isOpen, let other = other(end), left != 0, bytes.readableBytes > 0 else { return }
    // Nothing takes them: a unix socket's other end has closed both directions at once.
    if other.isClosed {
      finish(.reset(by: other.role, nil))
      return end.reset()
    }
    var bytes = bytes
    if let left {
      bytes =
        bytes.getSlice(
          at: bytes.readerIndex, length: Int(clamping: min(left, UInt64(bytes.readableBytes)))) ?? bytes
      self.left = left - UInt64(bytes.readableBytes)
    }
    other.pass(bytes)
    delegate?.received(bytes.readableBytesSpan, from: end.role, at: place.clock.now, in: self)
    if left == 0 { cutWhenFlushed() }
  }

  /// Ends both streams when all has left that may pass.
  private func cutWhenFlushed() {
    guard isOpen, left == 0, client.isFlushed, let server, server.isFlushed else { return }
    finish(.cut)
    // An end that still sends must not lose what has passed to it.
    client.linger()
    server.linger()
  }

  func readCompleted(_ end: RelayEnd) {
    if case .refusing(let error) = stage, client.hasEarly { return answer(error) }
    if case .asked(let request) = stage { return readRequest(request) }
    guard isOpen else { return }
    delegate?.batchEnded(in: self)
    resume(end)
  }

  /// Reads on where the other end takes what comes.
  private func resume(_ end: RelayEnd) {
    guard isOpen, !isPaused, left != 0, other(end)?.takesMore == true else { return }
    end.read()
  }

  /// The system has taken all that was passed on to this end.
  func flushed(_ end: RelayEnd) {
    guard isOpen, let other = other(end) else { return }
    if left == 0 { return cutWhenFlushed() }
    if other.hasInputEnded { pass(endOf: other, to: end) } else { resume(other) }
  }

  /// More may be passed on to this end.
  func madeRoom(_ end: RelayEnd) { if let other = other(end) { resume(other) } }

  // MARK: Ends

  func inputEnded(_ end: RelayEnd) {
    switch stage {
    case .refusing(let error): answer(error)
    case .open:
      guard let other = other(end) else { return }
      if end === client { pass(ByteBuffer(bytes: editor.held()), from: end) }
      // What waits has a place in its lane.
      if target.shape.takesTime { return other.pass(ByteBuffer()) }
      if other.isFlushed { pass(endOf: end, to: other) }
    case .asked(let request): readRequest(request)
    case .opening, .over: break
    }
  }

  private func pass(endOf end: RelayEnd, to other: RelayEnd) {
    other.endOutput(as: end)
    guard end.hasInputEnded, end.hasOutputEnded, other.hasInputEnded else { return }
    finish(.finished)
    end.close()
    other.close()
  }

  /// The stream of an end is closed.
  func closed(_ end: RelayEnd) {
    switch stage {
    case .over: break
    case .asked: leave(nil)
    // What it has sent is the server's all the same.
    case .opening: if connector == nil { leave(nil) }
    case .refusing(let error): finish(.notConnected(error, answered: false))
    case .open where end.hasInputEnded && end.hasOutputEnded: break
    case .open:
      let other = other(end)
      finish(.reset(by: end.role, end.facts.streamError))
      other?.resetAfterOutput()
    }
  }

  /// Drops the connection: both streams are reset.
  package func abort() {
    guard !isOver else { return }
    cancelConnect()
    finish(.aborted)
    client.reset()
    server?.reset()
  }

  private var isOver: Bool { if case .over = stage { true } else { false } }

  private func finish(_ ending: RelayEnding) {
    stage = .over
    let delegate = delegate
    self.delegate = nil
    client.relay = nil
    server?.relay = nil
    delegate?.ended(ending, at: place.clock.now, in: self)
  }
}
