import CReadline
import SystemCalls

/// The C functions that readline calls, all on the editor's thread.
enum ReadlineCallbacks {
  /// Whether pastes are to be marked by the terminal, which is the editor's business from here on.
  static func install(_ stream: UnsafeMutablePointer<FILE>) -> Bool {
    creadline_configure(
      stream,
      { _ in EditorThread.current?.keyboard.next() ?? -1 },
      { EditorThread.current?.keyboard.hasByte(within: creadline_patience()) == true ? 1 : 0 },
      {
        EditorThread.current?.beforeLine()
        return 0
      },
      { word, start, _ in Completer.complete(word, start: start) },
      { EditorThread.current?.terminal.prepare($0) })
    rl_initialize()
    creadline_draw_with {
      EditorThread.current?.beforeDrawing()
      rl_redisplay()
    }
    return creadline_take_pastes() != 0
  }

  static func finishLine(_ text: UnsafeMutablePointer<CChar>?) {
    defer { free(text) }
    EditorThread.current?.finished(text.map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) })
  }
}
