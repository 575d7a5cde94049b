import SystemCalls
import WebSocketTransport

extension RunOutputs {
  /// The open files that a run writes to.
  struct Files {
    /// A descriptor: standard error unless there is a path, standard output for `-`.
    let views: Int32
    let viewPath: String?
    /// A descriptor: standard output unless there is a path.
    let payload: Int32
    let payloadPath: String?
    /// The folder with a file for each message, if there is to be one.
    let folderPath: String?
    /// The recording and its descriptor, if there is to be one.
    let recording: (plan: RecordingPlan, descriptor: Int32)?

    /// Opens them. An existing file is overwritten, but for that of a recording.
    init(
      viewPath: String?, target: OutputTarget = .standard, recording plan: RecordingPlan? = nil
    ) throws(Failure) {
      recording = try plan.map { plan throws(Failure) in (plan, try plan.create()) }
      self.viewPath = viewPath
      views = try Self.views(viewPath)
      if case .file(let path) = target {
        (payload, payloadPath) = (try Self.create(path), path)
      } else {
        (payload, payloadPath) = (STDOUT_FILENO, nil)
      }
      if case .folder(let path) = target {
        try MessageFolder.prepare(path)
        folderPath = path
      } else {
        folderPath = nil
      }
    }

    /// Opens where views go.
    static func views(_ path: String?) throws(Failure) -> Int32 {
      guard let path else { return STDERR_FILENO }
      return path == "-" ? STDOUT_FILENO : try create(path)
    }

    private static func create(_ path: String) throws(Failure) -> Int32 {
      let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else {
        throw Failure(.cannotCreate, "\(path) cannot be created: \(SystemError.words(errno))")
      }
      return descriptor
    }
  }
}
