import WebSocketConversation

/// How a client keeps its connection, and how long.
struct StayPlan {
  /// After so long without anything from the server a Ping is sent; nil for never.
  var pingInterval: Duration?
  /// How long the answer to that Ping may take.
  var pingTimeout = Duration.seconds(20)
  var limits = RunLimits()
  /// nil where a connection that ended is not followed by another.
  var reconnects: ReconnectSchedule?
}
