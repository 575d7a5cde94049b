import WebSocketInspect

/// What is to be shown of a live connection, and how.
struct ViewChoice {
  var show: FrameView
  var hex: Bool
  var handshake: Bool
  /// Pings and pongs alone, as wscat's `-P` does.
  var pingPong: Bool
  /// Whether a line tells of the connection's beginning and end.
  var tellsStory: Bool
  var unescaped: Bool
  var style: Style
  /// What was asked for, without user and password.
  var url: String

  /// Whether there is anything to show at all.
  var isAnything: Bool { show != .off || hex || handshake || pingPong || tellsStory }
}
