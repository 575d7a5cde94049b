import WebSocketCapture
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// One relayed connection: has what passes followed, and says what became of it.
final class ProxyClient: RelayDelegate {
  let relay: Relay
  /// What finds the WebSocket connection in the bytes; nil where nothing is made of them.
  let conversation: Conversation?
  private let run: ProxyRun
  private var view: LiveView?
  private var counts: [WebSocketRole: UInt64] = [.client: 0, .server: 0]
  private var foreign: ForeignProtocol?
  /// What was changed in a request whose connection has no number yet.
  private var changed: [String] = []

  init(_ relay: Relay, run: ProxyRun, conversation: Conversation?) {
    (self.relay, self.run, self.conversation) = (relay, run, conversation)
  }

  /// What a WebSocket connection that is found in the bytes is shown by.
  func trace(of conversation: Conversation) -> any ConversationSink {
    let sinks = run.sinks(of: conversation.number)
    view = sinks.view
    if !changed.isEmpty {
      view?.tell(
        "connection \(conversation.number): its request was changed here: \(changed.joined(separator: ", "))")
    }
    changed = []
    return ProxyTrace(conversation.number, sinks, of: relay, isSecure: run.plan.target.url.isSecure)
  }

  func isForeign(_ kind: ForeignProtocol) { foreign = kind }

  func connected(_ relay: Relay, at time: Duration) {}

  func received(_ bytes: RawSpan, from sender: WebSocketRole, at time: Duration, in relay: Relay) {
    guard let conversation else { return }
    counts[sender, default: 0] += UInt64(bytes.byteCount)
    conversation.receive(bytes, from: sender.side, at: time)
  }

  func changed(_ names: [String], in relay: Relay) { changed += names.map { Escaper.line($0) } }

  func batchEnded(in relay: Relay) { run.flush() }

  func ended(_ ending: RelayEnding, at time: Duration, in relay: Relay) {
    switch ending {
    case .finished: conversation?.ended(.finished, at: time)
    case .reset(let role, let words):
      let detail = words.map { " (\(Escaper.line($0)))" } ?? ""
      tell("the \(role.rawValue) reset the stream\(detail)")
      conversation?.ended(.reset(by: role.side), at: time)
    case .cut:
      tell("ended by --close-after")
      conversation?.ended(.finished, at: time)
    case .aborted: conversation?.ended(.captureEnded, at: time)
    case .notConnected(let error, let answered):
      let failure = Failure(error)
      let outcome = answered ? "its request was answered with 502" : "its stream was reset"
      run.say(
        "a client\(place) was not relayed, \(outcome): \(failure.sentence)"
          + (failure.hint.map { "; \($0)" } ?? ""))
    case .refused(let status, let words):
      run.say("a client\(place) was refused with \(status): \(Escaper.line(words))")
    case .clientLeft(let error):
      // A health check leaves without a byte.
      if let error, relay.hasClientSent || relay.clientError != nil {
        run.say("a client\(place) did not get in: \(Escaper.line(error.description))")
      }
    }
    if conversation?.number == 0 { tellOther(ending) }
    run.ended(self)
  }

  /// Says of bytes that were no WebSocket how many have passed.
  private func tellOther(_ ending: RelayEnding) {
    switch ending {
    case .notConnected, .refused, .clientLeft: return
    case .finished, .reset, .aborted, .cut: break
    }
    let kind =
      switch foreign {
      case .tls: "TLS"
      case .http2: "HTTP/2"
      case .other: "another protocol"
      case nil: counts[.client] == 0 ? "nothing" : "HTTP without a WebSocket"
      }
    let passed = WebSocketRole.allCases.map { role in
      "\(Formatting.bytes(counts[role] ?? 0)) from the \(role.rawValue)"
    }
    run.tell("a client\(place) spoke \(kind): \(passed.joined(separator: ", "))")
  }

  private func tell(_ words: String) {
    guard let number = conversation?.number, number > 0 else { return }
    run.tell("connection \(number): \(words)")
  }

  private var place: String { relay.clientAddress.isEmpty ? "" : " from \(relay.clientAddress)" }
}

extension WebSocketRole {
  /// A relay's first side is the client.
  fileprivate var side: StreamSide { self == .client ? .first : .second }
}
