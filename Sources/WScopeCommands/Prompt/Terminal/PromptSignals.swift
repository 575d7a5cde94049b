import LineEditor
import Synchronization
import SystemCalls

/// What keys and the window's size tell the process, on its way to the editor.
final class PromptSignals: Sendable {
  /// Those that a program without a prompt leaves to the system.
  static let numbers = [SIGTSTP, SIGWINCH]

  private let editor = Mutex<LineEditor?>(nil)

  func use(_ editor: LineEditor) { self.editor.withLock { $0 = editor } }

  /// Whether the signal was not the end of the program. Without a prompt on the screen, Ctrl-C is one.
  func take(_ number: Int32) -> Bool {
    let editor = editor.withLock { $0 }
    switch number {
    case SIGINT: return editor?.interrupt() ?? false
    case SIGTSTP: if let editor { editor.suspend() } else { LineEditor.suspendProcess() }
    case SIGWINCH: editor?.resize()
    default: return false
    }
    return true
  }

  /// Gives the terminal back in any state.
  func restoreTerminal() { editor.withLock { $0 }?.stop() }
}
