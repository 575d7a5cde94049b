/// What a server does with a request.
public enum UpgradeDecision: Hashable, Sendable {
  /// Goes on: a request that keeps the rules is answered with 101, any other with the status that the standard has for its fault.
  /// `compressed` is whether compression is agreed to where it was offered.
  case accept(compressed: Bool = true)
  /// Sends this response instead; `reason` says why, for our own reports.
  case answer(HTTPResponse, reason: String)

  /// Decides over a request once its head is complete and checked.
  ///
  /// The report has the request and, where it keeps the rules, the subprotocol and the compression that would be agreed on.
  public typealias Hook = @Sendable (HandshakeReport) -> UpgradeDecision
}
