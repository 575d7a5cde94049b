package import WebSocketWire

/// A page for a browser's plain GET.
package struct Page: Hashable, Sendable {
  /// The whole document, in UTF-8.
  package let html: String
  /// What the browser may do with it: the value of `Content-Security-Policy`.
  package let policy: String

  /// Fails when the policy cannot be in a head.
  package init(html: String, policy: String) throws(UsageError) {
    self.html = html
    self.policy = try HTTPField(name: "Content-Security-Policy", value: policy).value
  }
}
