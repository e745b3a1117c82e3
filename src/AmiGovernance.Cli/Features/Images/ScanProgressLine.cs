using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Tells how far a scan is, how fast, and how long it will take.</summary>
internal sealed class ScanProgressLine(ProgressLine line, TimeProvider time) : IProgress<ScanProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private long shown;

    public void Report(ScanProgress value)
    {
        var before = Interlocked.Read(ref shown);
        var now = time.GetTimestamp();
        if (before != 0 && time.GetElapsedTime(before, now) < Pause)
            return;
        // Of several that come at once one shows it.
        if (Interlocked.CompareExchange(ref shown, now, before) == before)
            line.Show(Text(value));
    }

    internal static string Text(ScanProgress value)
    {
        var seconds = value.Elapsed.TotalSeconds;
        var rate = seconds > 0 ? value.Done / seconds : 0;
        // Accounts whose Regions are not known yet have as many as the others.
        var expected = value.AccountsKnown > 0 ? (double)value.Total * value.Accounts / value.AccountsKnown : 0;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"reading images: {value.AccountsKnown:N0} of {value.Accounts:N0} accounts, {value.Done:N0} of {expected:N0} Regions, {rate:N0}/s"
        );
        if (rate > 0 && expected > value.Done)
        {
            var left = Math.Ceiling((expected - value.Done) / rate);
            text += string.Create(CultureInfo.InvariantCulture, $", {left:0} s left");
        }
        if (value.Gaps > 0)
            text += string.Create(CultureInfo.InvariantCulture, $", {value.Gaps:N0} not read");
        return text;
    }
}
