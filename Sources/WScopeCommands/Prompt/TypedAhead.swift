import LineEditor

/// What was typed at a prompt and has not run yet.
///
/// What sends waits for a connection that is on its way, in its order, and so does leaving after it; nothing else waits.
struct TypedAhead {
  private var events: [LineEditor.Event] = []

  mutating func append(_ event: LineEditor.Event) { events.append(event) }

  /// How many messages wait.
  var messages: Int { events.count(where: Self.sends) }

  /// Takes the first from `index` on that can run now, and moves `index` past those that wait.
  ///
  /// `isConnecting` is whether a connection is on its way, and `isReplacing` whether it takes the place of one that is still there.
  mutating func next(from index: inout Int, isConnecting: Bool, isReplacing: Bool) -> LineEditor.Event? {
    // What ran may have run the rest as well.
    index = min(index, events.count)
    while index < events.count {
      guard isConnecting, waits(at: index, isReplacing) else { return events.remove(at: index) }
      index += 1
    }
    return nil
  }

  /// A message and `/quit` that were typed early are sent and then left with; who asks to leave twice does not want to wait.
  private func waits(at index: Int, _ isReplacing: Bool) -> Bool {
    let event = events[index]
    if Self.sends(event) { return true }
    return Self.leaves(event) && index > 0 && !isReplacing
      && !events[(index + 1)...].contains(where: Self.leaves)
  }

  private static func sends(_ event: LineEditor.Event) -> Bool {
    if case .line(let line) = event { PromptVerb.sends(line) } else { false }
  }

  private static func leaves(_ event: LineEditor.Event) -> Bool {
    guard case .line(let line) = event else { return true }
    return line == Array("/quit".utf8)
  }
}
