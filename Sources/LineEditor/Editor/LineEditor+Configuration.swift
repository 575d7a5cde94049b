extension LineEditor {
  /// What an editor needs to know before it starts.
  public struct Configuration: Sendable {
    /// Plain text on one line; SGR sequences may colour it.
    public var prompt: String
    /// The descriptor of the terminal to draw on, 1 or 2; keys are read from 0.
    public var output: Int32
    /// Where the history is kept between runs; nil keeps that of this run in memory.
    public var historyPath: String?
    /// The byte that begins a command. One that a paste brings to the front of the line is doubled, so that a paste is never a command.
    public var commandMark: UInt8?
    /// The most bytes of a line, into which no more can be pasted or yanked.
    public var lineLimit: Int
    /// What the history keeps of a line; nil for nothing of it. Called on the editor's thread.
    public var remember: @Sendable (String) -> String?
    /// What a word can become. Called on the editor's thread, which must not be stopped from inside.
    public var complete: @Sendable (CompletionRequest) -> Completion

    public init(
      prompt: String, output: Int32 = 1, historyPath: String? = nil, commandMark: UInt8? = nil,
      lineLimit: Int = 67_108_864,
      remember: @escaping @Sendable (String) -> String? = { $0 },
      complete: @escaping @Sendable (CompletionRequest) -> Completion = { _ in .none }
    ) {
      self.prompt = prompt
      self.output = output
      self.historyPath = historyPath
      self.commandMark = commandMark
      self.lineLimit = lineLimit
      self.remember = remember
      self.complete = complete
    }
  }
}
