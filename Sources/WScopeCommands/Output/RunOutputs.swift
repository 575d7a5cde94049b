import NIOCore
import SystemCalls
import WebSocketConversation
import WebSocketTransport

/// Where a run writes to, on its event loop.
///
/// Payload and views that go to the same place share a queue, so that neither cuts a line of the other.
final class RunOutputs {
  let payload: OutputWriter
  let views: OutputWriter
  /// What a run says of itself: standard error.
  let notes: OutputWriter
  /// Called when an output that kept the run waiting has room again.
  var onRoom: () -> Void = {}
  /// Called when payload or views cannot be written.
  var onLoss: (OutputLoss) -> Void = { _ in }
  /// How long the last bytes may take at the end; nil for as long as their reader needs.
  private var drainLimit: Duration?
  private let viewPath: String?

  /// Payload to standard output, views to the descriptor of that path; see `descriptor(forViews:)`.
  init(views descriptor: Int32, path: String?, loop: any EventLoop) {
    viewPath = path
    payload = OutputWriter(STDOUT_FILENO, loop: loop)
    views = Descriptor.areSame(descriptor, STDOUT_FILENO) ? payload : OutputWriter(descriptor, loop: loop)
    notes = Descriptor.areSame(descriptor, STDERR_FILENO) ? views : OutputWriter(STDERR_FILENO, loop: loop)
    for writer in writers {
      writer.onRoom = { [unowned self] in onRoom() }
      writer.onLoss = { [unowned self] number in
        onLoss(number == Errno.brokenPipe ? .brokenPipe : .failed(number))
      }
    }
  }

  /// Opens where views go: standard error unless a path says otherwise, `-` for standard output.
  static func descriptor(forViews path: String?) throws(Failure) -> Int32 {
    guard let path else { return STDERR_FILENO }
    if path == "-" { return STDOUT_FILENO }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw Failure(.cannotCreate, "\(path) cannot be created: \(SystemError.words(errno))")
    }
    return descriptor
  }

  /// Where JSON Lines go: to the file of the views, if there is one, else in place of the payload.
  var events: OutputWriter { viewPath == nil ? payload : views }

  private var writers: [OutputWriter] { views === payload ? [payload] : [payload, views] }

  /// Whether views are written between the payload.
  var areShared: Bool { views === payload }

  /// Whether the run should pause, because payload or views wait for their reader.
  var isFull: Bool { payload.isFull || views.isFull }

  /// Notes that the run has paused, so that `onRoom` is called.
  func notePause() { for writer in writers { writer.notePause() } }

  func flush() { for writer in writers { writer.flush() } }

  // MARK: The end

  /// An output that is not read keeps the run from ending for a second at most.
  func hurry() { drainLimit = .seconds(1) }

  var isInHurry: Bool { drainLimit != nil }

  /// Drops what waits for readers that do not read.
  func abandonFull() { for writer in writers where writer.isFull { writer.abandon() } }

  /// Calls back when everything is written that can be.
  func whenDrained(_ body: @escaping () -> Void) {
    let all = notes === views ? writers : writers + [notes]
    all.reversed().reduce(body) { [drainLimit] next, writer in
      { writer.whenDrained(within: drainLimit, next) }
    }()
  }

  /// Why payload or views are not written whole; nil where they are, or where their reader has gone.
  var failure: Failure? {
    let code = writers.lazy.compactMap(\.lossCode).first { $0 != Errno.brokenPipe }
    guard let code else { return nil }
    let isViewLoss = !areShared && payload.lossCode == nil
    return isViewLoss ? Failure(viewsLost: code, path: viewPath) : Failure(outputLost: code)
  }
}
