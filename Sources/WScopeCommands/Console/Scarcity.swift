import SystemCalls
import WebSocketTransport

/// Asks the system, before an event loop is made, for what a run cannot be without: NIO ends the process with a trap where its own
/// descriptors or threads are refused, and libdispatch waits for a thread that never comes.
///
/// All of it is given back at once, so that another program can still take it away; a run then ends as it did before.
enum Scarcity {
  /// Descriptors of an event loop (epoll, its wake-up and its timer), a socket, the file of a look-up, and standard input opened again.
  private static let descriptors = 6
  /// The loop, the signals, the reader of the output, the input, and the looking up of a name.
  private static let threads = 5
  /// Address space in bytes, for the heaps of those threads and the first buffers.
  private static let memory = 64 << 20

  /// Throws one sentence, with the status of an error that is not the peer's.
  static func check() throws(Failure) {
    if let number = missingDescriptor() {
      throw refusal("no descriptors for sockets", number, "raise the limit on open files (ulimit -n)")
    }
    if let number = missingMemory() {
      throw refusal("no memory to work in", number, "raise the limit on address space (ulimit -v)")
    }
    if let number = missingThread() {
      throw refusal("no threads for this program", number, "raise the limit on processes (ulimit -u)")
    }
  }

  private static func refusal(_ what: String, _ number: Int32, _ hint: String) -> Failure {
    Failure(.software, "the system has \(what) (\(SystemError.words(number)))", hint: hint)
  }

  /// The `errno` of the first that cannot be had.
  private static func missingDescriptor() -> Int32? {
    var taken: [Int32] = []
    defer { for descriptor in taken { close(descriptor) } }
    while taken.count < descriptors {
      let descriptor = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
      guard descriptor >= 0 else { return errno }
      taken.append(descriptor)
    }
    return nil
  }

  private static func missingMemory() -> Int32? {
    guard
      let place = mmap(
        nil, memory, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0),
      place != MAP_FAILED
    else { return errno }
    munmap(place, memory)
    return nil
  }

  /// All of them have to be there at one time, so each waits for a lock.
  private static func missingThread() -> Int32? {
    let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    defer { lock.deallocate() }
    pthread_mutex_init(lock, nil)
    defer { pthread_mutex_destroy(lock) }
    pthread_mutex_lock(lock)
    var started: [pthread_t] = []
    var result: Int32 = 0
    while started.count < threads, result == 0 {
      var thread = pthread_t()
      result = pthread_create(
        &thread, nil,
        { lock in
          guard let lock = lock?.assumingMemoryBound(to: pthread_mutex_t.self) else { return nil }
          pthread_mutex_lock(lock)
          pthread_mutex_unlock(lock)
          return nil
        }, lock)
      if result == 0 { started.append(thread) }
    }
    pthread_mutex_unlock(lock)
    for thread in started { pthread_join(thread, nil) }
    return result == 0 ? nil : result
  }
}
