import WebSocketConversation
import WebSocketWire

/// A script, and how long it may wait.
struct ScriptPlan {
  let steps: [ScriptStep<Pattern>]
  /// How long one wait may take.
  let limit: Duration
  /// The kind of its messages.
  let kind: MessageKind

  /// Whether the last thing it does is to wait for a message, after which there is nothing more to come.
  var endsWithWait: Bool { if case .await? = steps.last { true } else { false } }
}
