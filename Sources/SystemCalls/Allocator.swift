/// The C library's memory.
package enum Allocator {
  /// Gives free memory back to the system. glibc keeps much of it otherwise; other libraries do not, and have no such call.
  package static func trim() {
    #if canImport(Glibc)
      // Swift's module of glibc leaves `malloc.h` out.
      guard let symbol = dlsym(nil, "malloc_trim") else { return }
      _ = unsafeBitCast(symbol, to: (@convention(c) (Int) -> Int32).self)(0)
    #endif
  }
}
