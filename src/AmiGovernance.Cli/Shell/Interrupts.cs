using System.Runtime.InteropServices;

namespace AmiGovernance.Cli.Shell;

/// <summary>What Ctrl-C does while calls are made: the first one ends the run after the call in flight, a second one at once.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CliContext context;
    private readonly CancellationTokenRegistration first;
    private PosixSignalRegistration? second;

    private Interrupts(CliContext context, CancellationToken cancel)
    {
        this.context = context;
        first = cancel.Register(Interrupted);
    }

    /// <summary>Until it is disposed.</summary>
    /// <param name="context">Where it is said.</param>
    /// <param name="cancel">The first Ctrl-C.</param>
    public static Interrupts During(CliContext context, CancellationToken cancel) => new(context, cancel);

    /// <summary>Handlers run in the reverse order of their registration: this one before the one that waits for the run to end.</summary>
    private void Interrupted()
    {
        second = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Environment.Exit(ExitCodes.Cancelled));
        context.Error.WriteLine("the call in flight is finished and recorded first; Ctrl-C again ends at once");
        context.Error.Flush();
    }

    public void Dispose()
    {
        first.Dispose();
        second?.Dispose();
    }
}
