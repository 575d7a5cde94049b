import NIOCore
import WebSocketWire

/// Connects to a server, as `Connector` does, up to where the first byte of HTTP could be sent. The outcome is the end of a relay, or one error.
///
/// All of it runs on the event loop.
final class StreamConnector {
  typealias Outcome = Result<RelayEnd, ConnectError>

  private let target: RelayTarget
  private let route: Route
  private let dial: Dial
  private let place: Relay.Place
  private let start: Duration
  private let tunnel: Tunnel?
  /// How the owner hears the outcome; nil once it has.
  private var completion: ((Outcome) -> Void)?
  /// The end of the stream that there is.
  private var end: RelayEnd?

  /// Fails where the server cannot be reached by the proxy of its route.
  init(_ target: RelayTarget, at place: Relay.Place) throws {
    (self.target, self.place) = (target, place)
    route = target.route
    start = place.clock.now
    let timeouts = target.configuration.timeouts
    dial = Dial(route, timeouts, on: place.loop, clock: place.clock, resolver: nil)
    tunnel = try route.proxy.map {
      try Tunnel(
        $0, to: target.route.endpoint, within: timeouts.handshake,
        store: target.configuration.tls.systemStore)
    }
  }

  /// Begins to connect; `completion` is called once.
  func connect(_ completion: @escaping (Outcome) -> Void) {
    self.completion = completion
    guard let (host, port) = route.nameForProxy else { return dialUp() }
    dial.addresses(of: host, port) { [self] addresses in
      guard self.completion != nil else { return }
      switch addresses {
      case .success(let addresses):
        tunnel?.addresses = addresses
        dialUp()
      case .failure(let error): fail(.transport(error))
      }
    }
  }

  /// Gives up, without a word to the owner.
  func cancel() {
    completion = nil
    end?.drop()
    dial.cancel()
  }

  private func dialUp() {
    // TLS may end one direction alone too, so that is not the dial's to rule out.
    dial.connect(usesTLS: false) { [self] in
      try prepare($0)
    } completion: { [self] in
      connected($0)
    }
  }

  /// Makes the pipeline of an address that is about to be tried.
  private func prepare(_ channel: any Channel) throws {
    guard completion != nil else { throw CancellationError() }
    let end = RelayEnd(
      of: .server, usesTLS: target.tls != nil, isDirect: route.proxy?.scheme != .https && target.tls == nil,
      facts: SessionFacts(number: 0, start: start), at: place)
    if route.steps.first == .dns, let lookedUp = dial.lookedUp { end.facts.note(.dns, until: lookedUp) }
    let pipeline = channel.pipeline.syncOperations
    try tunnel?.prepare(pipeline, on: place.loop)
    if let tls = target.tls { try pipeline.addHandlers(tls.handlers(for: end, on: place.loop)) }
    try pipeline.addHandler(end)
  }

  private func connected(_ channel: Result<any Channel, TransportError>) {
    do throws(TransportError) {
      let channel = try channel.get()
      guard completion != nil else { return channel.close(promise: nil) }
      guard let end = try? channel.pipeline.syncOperations.handler(type: RelayEnd.self) else {
        // The server has closed the stream before it was used.
        throw dial.fault.explain(ChannelError.eof)
      }
      self.end = end
      end.facts.connectDetail = dial.log.detail(before: channel.remoteAddress?.text ?? "")
      guard let tunnel else { return begin(end) }
      tunnel.begin(channel) { [self] in follow($0, channel, end) }
    } catch {
      fail(.transport(error))
    }
  }

  private func begin(_ end: RelayEnd) {
    let spent = tunnel?.timeSpent ?? .zero
    end.begin(within: max(.zero, target.configuration.timeouts.handshake - spent)) { [self] failure in
      if let failure { return fail(failure) }
      let completion = completion
      self.completion = nil
      completion?(.success(end))
    }
  }

  private func follow(_ event: Tunnel.Event, _ channel: any Channel, _ end: RelayEnd) {
    guard completion != nil, let tunnel else { return channel.close(promise: nil) }
    switch event {
    case .connected(let address):
      end.facts.note(.tcp, until: place.clock.now, address: address, detail: end.facts.connectDetail)
    case .encrypted: end.facts.note(.proxyTLS, until: place.clock.now)
    case .open:
      end.facts.note(.proxy, until: place.clock.now, address: "\(tunnel.proxy)", status: tunnel.status)
      begin(end)
      tunnel.open()
    case .again:
      channel.close(promise: nil)
      self.end = nil
      dialUp()
    case .failed(let reason):
      fail(reason)
      channel.close(promise: nil)
    }
  }

  private func fail(_ reason: OpeningFailure) {
    guard let completion else { return }
    self.completion = nil
    let steps = route.steps.dropLast()
    let phases = end?.facts.phases ?? []
    completion(
      .failure(
        ConnectError(
          reason: reason, route: route, phase: steps[min(phases.count, steps.count - 1)], phases: phases,
          attempts: dial.log.attempts, handshake: nil, address: end?.facts.peerAddress ?? "",
          localAddress: end?.facts.localAddress ?? "", start: start, streamError: end?.facts.streamError,
          tls: end?.tls)))
    end?.drop()
    end = nil
  }
}
