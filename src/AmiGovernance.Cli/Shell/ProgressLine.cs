using System.Globalization;
using AmiGovernance.Core.Features.Organizations;

namespace AmiGovernance.Cli.Shell;

/// <summary>
/// Tells on standard error how far a long read is: in a terminal by one line that rewrites itself and is gone afterwards, elsewhere by a
/// line every ten seconds. Nothing with `--quiet`.
/// </summary>
internal sealed class ProgressLine : IProgress<ReadProgress>, IDisposable
{
    /// <summary>How often a log gets a line.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    /// <summary>How often it is looked whether the time has come; a read may say nothing for long.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly CliContext context;
    private readonly Lock gate = new();
    private readonly ITimer? timer;

    /// <summary>What was told last of each part, for parts are read side by side.</summary>
    private readonly SortedDictionary<string, string> parts = new(StringComparer.Ordinal);
    private string? text;
    private DateTimeOffset last;
    private int shown;
    private bool isDone;

    public ProgressLine(CliContext context)
    {
        this.context = context;
        last = context.Time.GetUtcNow();
        if (!context.ErrorIsTerminal && !context.IsQuiet)
            timer = context.Time.CreateTimer(_ => WriteWhenDue(), null, Look, Look);
    }

    /// <summary>What a log is told until something is told of the read.</summary>
    public string BeforeFirst { get; init; } = "waiting for AWS";

    public void Report(ReadProgress value)
    {
        lock (gate)
            parts[value.What] =
                value.Total > 0
                    ? $"{Number(value.Done)} of {Number(value.Total)} {value.What}"
                    : $"{Number(value.Done)} {value.What}";
        Show(
            value.Total > 0
                ? $"reading {value.What}: {value.Done} of {value.Total}"
                : $"reading {value.What}: {value.Done}"
        );
    }

    public void Show(string text)
    {
        context.Told?.Invoke(text);
        if (context.IsQuiet)
            return;
        lock (gate)
            this.text = text;
        if (context.ErrorIsTerminal)
            Rewrite(text);
        else
            WriteWhenDue();
    }

    private void Rewrite(string text)
    {
        lock (gate)
        {
            var cut = text.Length < context.ErrorWidth ? text : text[..(context.ErrorWidth - 1)];
            VisibleWriter.ReturnTo(context.Error);
            context.Error.Write(cut.PadRight(shown));
            context.Error.Flush();
            shown = cut.Length;
        }
    }

    private void WriteWhenDue()
    {
        lock (gate)
        {
            var now = context.Time.GetUtcNow();
            if (isDone || now - last < Every)
                return;
            last = now;
            context.Error.WriteLine(Line());
            context.Error.Flush();
        }
    }

    private string Line()
    {
        if (parts.Count > 0)
            return $"read so far: {string.Join(", ", parts.Values)}";
        return text ?? BeforeFirst;
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public void Dispose()
    {
        lock (gate)
        {
            isDone = true;
            timer?.Dispose();
            if (shown == 0)
                return;
            VisibleWriter.ReturnTo(context.Error);
            context.Error.Write(new string(' ', shown));
            VisibleWriter.ReturnTo(context.Error);
            context.Error.Flush();
            shown = 0;
        }
    }
}
