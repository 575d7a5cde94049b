// In C, because a signal handler may only call what is async-signal-safe, and code in Swift may allocate anywhere.
#define _GNU_SOURCE
#include "CTerminal.h"

#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>
#if defined(__APPLE__)
#include <xlocale.h>
#endif

static struct termios settings;

static void ended(int number) {
  // Bracketed paste off, and a line of its own for what the shell says.
  static const char plain[] = "\033[?2004l\r\n";
  tcsetattr(STDIN_FILENO, TCSANOW, &settings);
  if (write(STDIN_FILENO, plain, sizeof plain - 1) < 0) return;
  raise(number);
}

void cterminal_guard(void) {
  // Those of a crash, and those that end a process which takes no notice of them.
  static const int signals[] = {
      SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF, SIGSYS,
#if defined(__linux__)
      SIGIO, SIGPWR, SIGSTKFLT,
#endif
  };
  if (tcgetattr(STDIN_FILENO, &settings) != 0) return;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = ended;
  // The default action is back when the handler runs, and the fault or the raised signal then ends the process.
  action.sa_flags = SA_RESETHAND;
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) sigaction(signals[i], &action, NULL);
}

static locale_t utf8;

static void make_locale(void) { utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0); }

int cterminal_columns(unsigned int scalar) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, make_locale);
  if (utf8 == (locale_t)0) return 1;
  // The process's own locale is the user's, or none; this thread has another one for the call alone.
  locale_t before = uselocale(utf8);
  int columns = wcwidth((wchar_t)scalar);
  uselocale(before);
  return columns < 0 ? 1 : columns;
}
