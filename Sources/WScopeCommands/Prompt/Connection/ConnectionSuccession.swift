/// The connections of a client's prompt, one after the other: the present one, and one to speak of where that comes to nothing.
struct ConnectionSuccession {
  /// How many there have been.
  private(set) var count = 0
  private(set) var current: PromptConnection?
  private var previous: PromptConnection?

  /// Takes the next one's number.
  mutating func takeNumber() -> Int {
    count += 1
    return count
  }

  /// Puts another in the place of the present one, which is returned.
  mutating func replace(by one: PromptConnection) -> PromptConnection? {
    let replaced = current
    if let replaced, replaced.hasSomething { previous = replaced }
    current = one
    return replaced
  }

  /// The present one has come to nothing.
  mutating func goBack() { current = previous }

  /// There is none any more; returns the present one.
  mutating func end() -> PromptConnection? {
    defer { current = nil }
    return current
  }
}
