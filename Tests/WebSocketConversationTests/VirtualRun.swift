import WebSocketConversation

/// A conversation whose clock the test turns.
struct VirtualRun {
  private(set) var conversation: Conversation
  private(set) var now = Duration.zero
  /// Everything that was asked for, in order.
  private(set) var actions: [Conversation.Action] = []

  init(
    _ plan: CompletionRule, limits: RunLimits = RunLimits(), reconnects: Bool = false,
    keepsCount: Bool = false
  ) {
    conversation = Conversation(plan, limits: limits, reconnects: reconnects, keepsCount: keepsCount)
  }

  /// Gives inputs, one after the other, at the present time.
  mutating func give(_ inputs: Conversation.Input...) {
    for input in inputs {
      if let action = conversation.handle(input, at: now) { actions.append(action) }
    }
  }

  /// Turns the clock on, and wakes the conversation each time that it asked for.
  mutating func pass(_ time: Duration) {
    let end = now + time
    while let wake = conversation.wakeAt, wake <= end {
      now = max(now, wake)
      give(.time)
    }
    now = end
  }

  mutating func receiveOnly() { conversation.receiveOnly() }
}
