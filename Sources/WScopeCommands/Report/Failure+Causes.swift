import SystemCalls
import WebSocketConversation
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

extension Failure {
  /// Any error that a library throws, as a failure. `contentLimit` is how much of a refusal's content is shown as it is, in bytes; nil
  /// for its start, as text.
  init(_ error: any Error, contentLimit: Int? = nil) {
    switch error {
    case let failure as Failure: self = failure
    case let error as ConnectError: self.init(error, contentLimit)
    case let error as UsageError: self.init(.usage, Escaper.line(error.description))
    case let error as TransportError:
      self.init(Self.status(error.code), Escaper.line(error.description), hint: error.remedy?.words)
    default: self.init(.software, Escaper.line("\(error)"))
    }
  }

  /// There is no open connection.
  private init(_ error: ConnectError, _ contentLimit: Int?) {
    switch error.reason {
    case .handshake(.refused(let head, let body, let fault)):
      self = .refused(
        head, body, fault: fault, "\(error.route.endpoint)", to: error.handshake?.request,
        contentLimit: contentLimit)
    case .transport(let cause):
      self.init(cause)
      if cause.remedy == .checkProxy, let name = error.route.proxy?.variable {
        self = Failure(
          Self.status(cause.code), sentence, hint: hint,
          details: details + ["(the proxy is that of the variable \(name); --no-proxy-env leaves it out)"])
      }
    case .proxy(let cause): self.init(cause, place: "\(error.route.endpoint)")
    case .handshake(.lost(duringHandshake: true, _)) where error.handshake?.response != nil:
      self = .cut(error, "inside its answer to the opening handshake")
    case .handshake(.lost(duringHandshake: true, _)) where error.handshake?.interim.isEmpty == false:
      self = .cut(error, "without a final answer to the opening handshake")
    case .handshake(let ending):
      self.init(
        ending, place: "\(error.route.endpoint)", isSecure: error.route.usesTLS, detail: error.streamError,
        request: error.handshake?.request)
    case .cancelled:
      self.init(
        status: ExitStatus.signal(SIGINT),
        "the connection to \(error.route.endpoint) was given up before it was open")
    }
  }

  /// A file or stream that cannot be read, and the `errno` that says why.
  init(noInput name: String, _ number: Int32) {
    self.init(.noInput, "\(name) cannot be read: \(SystemError.words(number))")
  }

  /// `within 2 s`; no time at all is none that can be waited.
  private static func words(within time: Duration) -> String {
    time == .zero ? "at once" : "within \(Formatting.duration(time))"
  }

  /// Views that cannot be written, for this `errno`; nil for the path of standard error.
  init(viewsLost number: Int32, path: String?) {
    let file = path.map { $0 == "-" ? " to standard output" : " to \(Escaper.line($0))" } ?? ""
    self.init(.writeFailed, "the views cannot be written\(file): \(SystemError.words(number))")
  }

  /// Output that cannot be written, for this `errno`; nil for the path of standard output.
  init(outputLost number: Int32, path: String? = nil) {
    self.init(.writeFailed, "\(path ?? "the output") cannot be written: \(SystemError.words(number))")
  }

  private static func status(_ code: TransportError.Code) -> ExitStatus {
    switch code {
    case .hostNotFound: .hostNotFound
    case .unreachable: .unreachable
    case .connectTimedOut: .deadline
    case .notTrusted, .tlsFailed: .tls
    case .badCredentials: .noInput
    case .cannotListen, .cannotWrite: .cannotCreate
    case .noDescriptors: .software
    }
  }

  /// The failure of a verdict; nil when the job was done. `place` names the peer, `isSecure` says whether by `wss://`, and `passedOver`
  /// how many messages that came are no replies, as `--match` and its like say.
  init?(
    _ verdict: Verdict, place: String, isSecure: Bool, detail: String? = nil, sent: MessageKind? = nil,
    passedOver: Int = 0
  ) {
    let others = passedOver == 0 ? "" : ", and \(Formatting.count(passedOver, "other")) that are no reply"
    switch verdict {
    case .done, .outputLost(.brokenPipe), .inputRefused(nil): return nil
    case .inputRefused(let beside?): self.init(beside, place: place, isSecure: isSecure, detail: detail)
    case .repliesMissing(let expected, let received, let sent, let within?):
      let what = received == 0 ? "no reply" : "only \(received) of \(expected) replies"
      self.init(
        .deadline,
        "\(what) \(Self.words(within: within)) (sent \(Formatting.count(sent, "message")), received \(received)\(others));"
          + " the connection was still open on their side",
        hint: "wait longer with --timeout" + (expected > 1 ? ", or expect fewer with --expect" : ""))
    case .repliesMissing(let expected, let received, let sent, nil):
      self.init(
        .deadline,
        "\(place) closed the connection before all replies were there"
          + " (sent \(Formatting.count(sent, "message")), expected \(expected), received \(received)\(others))"
      )
    case .lastReplyMissing(let received, let within?):
      self.init(
        .deadline,
        "the message to end with did not come \(Self.words(within: within)) (received \(received)\(others)); the connection was still open"
          + " on their side",
        hint: "wait longer with --timeout")
    case .lastReplyMissing(let received, nil):
      self.init(
        .deadline,
        "\(place) closed the connection before the message to end with came (received \(received)\(others))"
      )
    case .noReply(let sent, let within):
      self.init(
        .deadline,
        sent == 0
          ? "no message \(Self.words(within: within)); the connection was still open on their side"
          : "no reply \(Self.words(within: within)) after the last message"
            + " (sent \(Formatting.count(sent, "message"))); the connection was still open on their side",
        hint: "wait longer with --timeout")
    case .inputLeft:
      self.init(
        .deadline,
        "\(place) closed the connection while there was still input to send, and the rest was not sent")
    case .messageCut:
      self.init(
        .deadline, "\(place) closed the connection inside a fragmented message, whose end never came")
    case .stalled:
      self.init(
        .deadline,
        "\(place) stopped reading: what was sent last has not left within \(Formatting.duration(Conversation.stallLimit))"
      )
    case .noPong(let within):
      self.init(
        .deadline, "\(place) did not answer a Ping \(Self.words(within: within)), and sent nothing else",
        hint: "give it more time with --ping-timeout")
    case .idle(let time):
      self.init(.deadline, "no message passed for \(Formatting.duration(time)), the limit of --idle-timeout")
    case .timeIsUp(let time):
      self.init(
        .deadline, "the run was not over after \(Formatting.duration(time)), the limit of --max-time")
    case .interrupted(let signal): self.init(status: ExitStatus.signal(signal), "ended by signal \(signal)")
    case .outputLost(.failed(let number)): self.init(outputLost: number)
    case .ended(let ending):
      self.init(ending, place: place, isSecure: isSecure, detail: detail, sent: sent)
    }
  }

  /// A connection that did not end well; `peer` is the other end's role, `isSecure` whether TLS was spoken. The opening request, and
  /// of what kind our messages were, make the hint better.
  init(
    _ ending: ConnectionEnd, place: String, isSecure: Bool, detail: String?, peer: WebSocketRole = .server,
    request: HTTPHead? = nil, sent: MessageKind? = nil
  ) {
    let hint = EndingHint.sentence(ending, isSecure: isSecure, request: request, sent: sent, peer: peer)
    switch ending {
    case .closed(let body, let role):
      let reason = body.reason.isEmpty ? "" : ": \(Escaper.exact(bytes: body.reasonBytes))"
      let who = role == peer ? "\(place) closed the connection" : "we closed the connection"
      self.init(.closedWithError, "\(who) with \(body.code?.description ?? "no code")\(reason)", hint: hint)
    case .violated(let violation) where violation.rule == .frameTooBig || violation.rule == .messageTooBig:
      self.init(
        .protocolBroken,
        "\(place) sent more than is accepted (\(violation.rule.id)): \(violation.words); we closed with 1009",
        hint: violation.rule == .frameTooBig ? "raise --max-frame" : "raise --max-message")
    case .violated(let violation):
      let evidence = violation.evidence.isEmpty ? "" : " (\(Hex.spaced(violation.evidence)))"
      self.init(
        .protocolBroken,
        "\(place) broke the protocol: \(violation.rule.id) at byte \(violation.offset)\(evidence): \(Escaper.line(violation.words))",
        hint: "\(violation.rule.clause): \(violation.rule.requirement)")
    case .refused(let head, let body, let fault): self = .refused(head, body, fault: fault, place)
    case .notWebSocket(let violations, let report, let received):
      self = .notWebSocket(violations, report, received, place)
    case .declined(_, let status, let words):
      self.init(.refused, "\(place) did not get in: \(status), \(Escaper.line(words))")
    case .served: self.init(.refused, "\(place) was given the page")
    case .lost(let duringHandshake, let unfinished):
      let cause = detail.map { " (\(Escaper.line($0)))" } ?? ""
      let cut = unfinished.map { ", \(RemainderView.words($0))" } ?? ""
      let what = duringHandshake ? "without an answer to the opening handshake" : "without a Close frame"
      self.init(
        .lost, "\(place) ended the stream \(what)\(cause)\(cut)", hint: hint)
    case .abandoned:
      self.init(
        status: ExitStatus.signal(SIGINT), "the connection to \(place) was given up before it was closed")
    case .closeIgnored:
      self.init(
        .deadline,
        "\(place) went on sending after our Close frame and did not answer it, so the connection was dropped")
    case .timedOut(.handshake), .timedOut(.refusal):
      self.init(
        .deadline, "\(place) did not complete the opening handshake in time",
        hint: "give it more time with --handshake-timeout; does it speak WebSocket?")
    case .timedOut(.close), .timedOut(.streamEnd):
      self.init(
        .deadline, "\(place) did not answer our Close frame in time",
        hint: "give it more time with --close-timeout")
    }
  }
}
