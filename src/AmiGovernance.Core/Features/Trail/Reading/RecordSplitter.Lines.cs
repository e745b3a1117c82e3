using System.Runtime.ExceptionServices;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>How reading goes on after a record that is broken: with the next line that begins with one.</summary>
internal sealed partial class RecordSplitter
{
    private RecordSplitter? ofLines;
    private long lineBytes;

    /// <summary>Records that are broken, and after which lines were read on.</summary>
    public int BrokenRecords { get; private set; }

    /// <summary>The place of the first of them.</summary>
    public long BrokenAt { get; private set; }

    /// <summary>In the buffer, where begins what is not accounted for.</summary>
    private int Unread
    {
        get
        {
            if (recordStart == TooLong)
                return 0;
            return recordStart >= 0 ? recordStart : accounted;
        }
    }

    /// <summary>
    /// After a bracket or quote too many, or one too few, nothing tells what is text and what is structure, up to the next line that begins
    /// with an event. From there on each such line is read alone, so that a broken one costs no other.
    /// </summary>
    private void SplitLines(Stream text)
    {
        var (begin, problemAt) = (dropped + Unread, ProblemAt);
        using var lines = new EventLines(buffer.AsMemory(Unread, filled - Unread), text);
        try
        {
            while (lines.MoveNext())
            {
                if (Problem is not null)
                    NoteBroken(problemAt);
                Problem = null;
                SplitLine(lines, begin + lines.At);
            }
        }
        finally
        {
            lineBytes = lines.BytesRead;
        }
    }

    private void SplitLine(EventLines lines, long begin)
    {
        ofLines ??= new RecordSplitter(onRecord);
        var damage = ofLines.SplitWhole(lines);
        TooLongRecords += ofLines.TooLongRecords;
        NamesNextPage |= ofLines.NamesNextPage;
        if (ofLines.Strays > 0 && Strays == 0)
            StrayAt = begin + ofLines.StrayAt;
        Strays += ofLines.Strays;
        if (damage is not null)
            ExceptionDispatchInfo.Throw(damage);
        if (ofLines.Problem is not null)
            NoteBroken(begin + ofLines.ProblemAt);
    }

    private void NoteBroken(long at)
    {
        if (BrokenRecords++ == 0)
            BrokenAt = at;
    }
}
