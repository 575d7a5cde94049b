/// What a server does with a request.
public enum UpgradeDecision: Hashable, Sendable {
  /// Goes on: a request that keeps the rules is answered with 101, any other with the status that the standard has for its fault.
  /// `compressed` is whether compression is agreed to where it was offered, `subprotocol` replaces the one that the terms choose, and
  /// must be among those that were offered, and `headers` come after the terms' own.
  case accept(compressed: Bool = true, subprotocol: String? = nil, headers: [HTTPField] = [])
  /// Sends this response instead; `reason` says why, for our own reports.
  case answer(HTTPResponse, reason: String)

  /// Decides over a request once its head is complete and checked.
  ///
  /// The report has the request and, where it keeps the rules, the subprotocol and the compression that would be agreed on.
  public typealias Hook = @Sendable (HandshakeReport) -> UpgradeDecision
}
