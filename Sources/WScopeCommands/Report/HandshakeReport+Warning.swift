import WebSocketInspect
import WebSocketWire

extension HandshakeReport {
  /// What is said of a handshake that went on though it is not as it should be, where no view shows it; nil where all is in order.
  var warning: String? {
    let warned = checks.filter { $0.verdict == .warned }
    guard let first = warned.first else { return nil }
    let words = Failure.clipped(Escaper.line(SecretFilter.text(first.rule.cited(by: first.words))))
    return "warning: \(words)" + (warned.count > 1 ? "; \(warned.count - 1) more with --handshake" : "")
  }
}
