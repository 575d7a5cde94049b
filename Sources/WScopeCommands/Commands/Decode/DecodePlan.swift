import WebSocketWire

/// How bytes that were kept are to be read and shown.
struct DecodePlan {
  /// The sender of all frames; nil for what their MASK bits say.
  var role: WebSocketRole?
  var limits: Limits
  /// How both sides compress.
  var deflate: NegotiatedDeflate?
  /// Whether heads in front of the frames say that instead.
  var usesHeads: Bool
  var views: ViewConfiguration
  /// Whether nothing is shown but what went wrong.
  var isQuiet = false
}
