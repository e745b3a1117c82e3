using AmiGovernance.Core.Features.Organizations;

namespace AmiGovernance.Cli.Shell;

/// <summary>
/// One line on standard error that tells how far a long read is, and is gone afterwards; nothing where it is no terminal.
/// </summary>
internal sealed class ProgressLine(CliContext context) : IProgress<ReadProgress>, IDisposable
{
    private readonly Lock gate = new();
    private int shown;

    public void Report(ReadProgress value) =>
        Show(
            value.Total > 0
                ? $"reading {value.What}: {value.Done} of {value.Total}"
                : $"reading {value.What}: {value.Done}"
        );

    public void Show(string text)
    {
        if (!context.ErrorIsTerminal)
            return;
        lock (gate)
        {
            var cut = text.Length < context.Width ? text : text[..(context.Width - 1)];
            context.Error.Write($"\r{cut.PadRight(shown)}");
            context.Error.Flush();
            shown = cut.Length;
        }
    }

    public void Dispose()
    {
        if (shown == 0)
            return;
        context.Error.Write($"\r{new string(' ', shown)}\r");
        context.Error.Flush();
        shown = 0;
    }
}
