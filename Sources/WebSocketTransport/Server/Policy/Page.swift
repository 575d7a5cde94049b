public import WebSocketWire

/// A page for a browser's plain GET.
public struct Page: Hashable, Sendable {
  /// The whole document, in UTF-8.
  public let html: String
  /// What the browser may do with it: the value of `Content-Security-Policy`.
  public let policy: String

  /// Fails when the policy cannot be in a head.
  public init(html: String, policy: String) throws(UsageError) {
    self.html = html
    self.policy = try HTTPField(name: "Content-Security-Policy", value: policy).value
  }
}
