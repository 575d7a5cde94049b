import LineEditor
import NIOCore
import SystemCalls
import WebSocketInspect
import WebSocketTransport

/// Where a prompt writes: the lines above what is being typed, and messages and views where they go to other places.
final class PromptOutputs {
  private let editor: LineEditor
  private let lines: EditorOutput
  /// Standard output, where messages go there.
  private let messages: OutputWriter?
  /// Where views go, unless they are above the prompt.
  private let views: OutputWriter?
  /// Why standard output or the views could not be written whole.
  private(set) var failure: Failure?
  /// Called when an output has room again.
  var onRoom: () -> Void = {}
  /// Called when an output cannot be written; nil where its reader has gone.
  var onLoss: (Failure?) -> Void = { _ in }

  init(_ settings: PromptSettings, _ editor: LineEditor, loop: any EventLoop) {
    self.editor = editor
    lines = EditorOutput(editor)
    messages = settings.printsToOutput ? OutputWriter(STDOUT_FILENO, loop: loop) : nil
    views = settings.viewDescriptor.map { OutputWriter($0, loop: loop) }
    lines.onRoom = { [unowned self] in onRoom() }
    for writer in writers {
      writer.onRoom = { [unowned self] in onRoom() }
      writer.onLoss = { [unowned self] in lost($0) }
    }
  }

  private var writers: [OutputWriter] { [messages, views].compactMap { $0 } }

  private var all: [any ByteOutput] { [lines] + writers }

  private func lost(_ number: Int32) {
    if number == Errno.brokenPipe { return onLoss(nil) }
    let lost = Failure(outputLost: number)
    failure = lost
    onLoss(lost)
  }

  /// Keeps the first reason of a file that was not written whole.
  func keep(_ failure: Failure) { self.failure = self.failure ?? failure }

  /// Where views are written.
  var viewOutput: any ByteOutput { views ?? lines }

  /// Where messages are written.
  var messageOutput: any ByteOutput { messages ?? lines }

  /// Whether messages are written on the screen.
  var showsMessages: Bool { messages == nil }

  /// Whether views are written on the screen.
  var showsViews: Bool { views == nil }

  /// Shows whole lines above the half-typed one.
  func say(_ text: String) { lines.append(text) }

  /// The editor's queue has room again.
  func hasRoom() { lines.hasRoom() }

  var isFull: Bool { all.contains(where: \.isFull) }

  func notePause() { for output in all { output.notePause() } }

  func flush() { for output in all { output.flush() } }

  /// Calls back when all but the screen is written.
  func whenDrained(_ body: @escaping () -> Void) {
    writers.reversed().reduce(body) { next, writer in { writer.whenDrained(next) } }()
  }
}
