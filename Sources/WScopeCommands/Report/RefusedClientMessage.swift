import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// Why a client never came to an open connection, in words for the user of a listener.
enum RefusedClientMessage {
  /// nil where there is nothing to report, or where views have shown the answer to the client, as `isShown` says.
  static func words(_ error: AcceptError, isShown: Bool) -> String? {
    switch error.reason {
    // A health check leaves without a byte.
    case .transport(let cause) where cause.code == .tlsFailed && !error.hasSent && error.streamError == nil:
      nil
    case .transport(let error):
      Escaper.line(error.description) + (error.remedy.map { "; \($0.words)" } ?? "")
    case .handshake(.declined) where isShown: nil
    case .handshake(let ending): words(ending, hasSent: error.hasSent, detail: error.streamError)
    // Only a client goes through a proxy.
    case .proxy, .cancelled: nil
    }
  }

  /// nil where there is nothing to report: the client left without a word, was given the page, or was dropped by us. A request can be
  /// 64 KiB long, and its line is not.
  static func words(_ ending: ConnectionEnd, hasSent: Bool, detail: String?) -> String? {
    cause(ending, hasSent, detail).map(Failure.clipped)
  }

  private static func cause(_ ending: ConnectionEnd, _ hasSent: Bool, _ detail: String?) -> String? {
    switch ending {
    case .notWebSocket(let violations, _, let received): words(violations, received)
    case .lost(duringHandshake: true, _) where hasSent || detail != nil:
      "it ended the stream before its request was whole" + (detail.map { " (\(Escaper.line($0)))" } ?? "")
    case .timedOut(.handshake): "it sent no whole request in time (--handshake-timeout)"
    case .declined(_, let status, let words): "\(status), \(Escaper.line(words))"
    default: nil
    }
  }

  private static func words(_ violations: [Violation], _ received: [UInt8]) -> String {
    guard violations.contains(where: { $0.rule == .notHTTP }) else {
      let errors = violations.filter { $0.rule.severity == .error }
      // A field that is not there has no bytes; a request of a browser or a health check lacks all four, which is one fact.
      let missing = errors.filter { $0.range.isEmpty && $0.rule.clause == Rule.upgrade.clause }
      let listed = missing.count > 1 ? errors.filter { !missing.contains($0) } : errors
      var faults = listed.map { Escaper.line($0.rule.cited(by: SecretFilter.text($0.words))) }
      if missing.count > 1 {
        let names = missing.compactMap { $0.words.split(separator: " ").first }
        faults.append(
          "\(names.dropLast().joined(separator: ", ")) and \(names.last ?? "") are missing (\(Rule.upgrade.clause))"
        )
      }
      return "its request is not an opening handshake: \(faults.joined(separator: "; "))"
    }
    if received.starts(with: [0x16, 0x03]) { return "it speaks TLS, and this port does not (--cert, --key)" }
    return "it does not speak HTTP, it sent: \(Failure.start(of: received, most: 60))"
  }
}
