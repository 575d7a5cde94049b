import CReadline
import SystemCalls

/// The prompt and the half-typed line at the bottom of the screen, which make way for text and come back below it.
///
/// Lives on the editor's thread.
final class PromptLine {
  private let output: Int32
  private let stream: UnsafeMutablePointer<FILE>
  private let finish: @convention(c) (UnsafeMutablePointer<CChar>?) -> Void
  private var prompt: String
  /// The prompt that is to be shown in place of that.
  var next: String?
  private var columns = 0
  private var isShown = false
  /// The terminal cannot move its cursor up or clear a row.
  private var isDumb = true

  /// `finish` gets each line that readline has read, to free it, and nil for the end of the input.
  init(
    prompt: String, output: Int32, stream: UnsafeMutablePointer<FILE>,
    finish: @escaping @convention(c) (UnsafeMutablePointer<CChar>?) -> Void
  ) {
    self.finish = finish
    self.prompt = PromptMarkup.marked(prompt)
    self.output = output
    self.stream = stream
  }

  /// A search or a numeric argument is in place of the prompt, and is not to be drawn over.
  var isAsking: Bool { creadline_is_asking() != 0 }

  /// Nothing is typed and nothing is begun.
  var isIdle: Bool { creadline_length() == 0 && creadline_is_pending() == 0 }

  /// Begins an empty line.
  func begin() {
    rl_callback_handler_install(prompt, finish)
    noteSize()
    isDumb = rl_get_termcap("up") == nil || rl_get_termcap("ce") == nil
    isShown = true
  }

  /// readline has left the line, or draws the next one by itself.
  func note(isShown: Bool) { self.isShown = isShown }

  /// Clears the prompt and the line from the screen; the cursor is where they began.
  func hide() {
    guard isShown else { return }
    isShown = false
    if isDumb {
      Terminal.write([UInt8(ascii: "\n")], to: output)
    } else if let size = Terminal.size(STDIN_FILENO), size.columns != columns {
      hideRewrapped(columns: size.columns)
    } else {
      rl_clear_visible_line()
      fflush(stream)
    }
  }

  /// Draws the prompt and the line, with the cursor where it was.
  func show() {
    guard !isShown else { return }
    isShown = true
    if let size = Terminal.size(STDIN_FILENO), size.columns != columns {
      rl_reset_screen_size()
      if !isAsking { rl_set_prompt(prompt) }
      noteSize()
    }
    rl_forced_update_display()
  }

  /// Shows `next`, if there is one; not while `isAsking`.
  func changePrompt() {
    guard let marked = next.take().map(PromptMarkup.marked), marked != prompt else { return }
    prompt = marked
    let wasShown = isShown
    hide()
    rl_set_prompt(marked)
    if wasShown { show() }
  }

  /// Draws everything again for a terminal of another size.
  func resize() {
    guard isShown, !isDumb else { return rl_reset_screen_size() }
    hide()
    rl_reset_screen_size()
    show()
  }

  /// Leaves the line readable, with `mark` after it and the cursor below; nothing is shown afterwards.
  func leave(_ mark: String = "") {
    guard isShown else { return }
    isShown = false
    creadline_move_to_end()
    rl_redisplay()
    fflush(stream)
    Terminal.write(Array("\(mark)\n".utf8), to: output)
  }

  /// Gives up what is begun: a search, an argument, the typed line.
  func abandon() { creadline_abandon() }

  /// Most terminals wrap long lines again when their width changes, so the line has other rows than readline drew.
  private func hideRewrapped(columns: Int) {
    let line = UnsafeBufferPointer(start: creadline_line(), count: Int(creadline_length()))
      .map(UInt8.init(bitPattern:))
    let point = min(max(0, Int(creadline_point())), line.count)
    var layout = LineLayout(columns: columns)
    layout.append(PromptMarkup.visible(Array(String(cString: creadline_shown_prompt()).utf8)))
    layout.append(Array(line[..<point]))
    layout.finish(hasMore: point < line.count)
    let up = rl_get_termcap("up").map { String(cString: $0) } ?? ""
    Terminal.write(Array("\r\(String(repeating: up, count: layout.row))\u{1b}[J".utf8), to: output)
  }

  private func noteSize() { columns = Terminal.size(STDIN_FILENO)?.columns ?? columns }
}
