using System.Numerics;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>What the records stand in.</summary>
internal sealed partial class RecordSplitter
{
    private enum ContainerKind
    {
        /// <summary>The text itself: objects one after the other.</summary>
        Text,

        /// <summary>An array without a name.</summary>
        Array,

        /// <summary>The array of `Records` or `Events`.</summary>
        Named,
    }

    /// <param name="Depth">Of what stands directly in it; records are one deeper.</param>
    private readonly record struct Container(int Depth, ContainerKind Kind);

    /// <summary>Arrays in arrays that we follow; real files have two.</summary>
    private const int MostContainers = 16;

    private readonly Stack<Container> containers = new();

    private int recordDepth;

    /// <summary>A block that comes down to this depth may begin or end something that matters.</summary>
    private int watchedDepth;

    /// <summary>Whether the object at hand holds records and so is none: `{"Records":[…], …`.</summary>
    private bool inHolder;

    private void UseContainer()
    {
        var (level, kind) = containers.Peek();
        recordDepth = level + 1;
        // In `Records` no further list of records can begin; elsewhere each array in an object may be one.
        watchedDepth = kind == ContainerKind.Named ? level : level + 1;
    }

    /// <summary>A block in which something begins or ends, bracket by bracket.</summary>
    private void Walk(int at, in JsonBlock block)
    {
        for (var bits = block.Opens | block.Closes | block.Names; bits != 0; bits &= bits - 1)
        {
            var bit = bits & (0 - bits);
            var place = at + BitOperations.TrailingZeroCount(bits);
            if ((block.Opens & bit) != 0)
                Open(place);
            else if ((block.Closes & bit) != 0)
                Close(place);
            else if (depth == recordDepth)
                NoteName(place);
            if (Problem is not null)
                return;
        }
    }

    private void Open(int at)
    {
        var level = recordDepth - 1;
        var isArray = buffer[at] == '[';
        depth++;
        if (depth == recordDepth && !isArray)
        {
            CheckGap(at);
            (recordStart, nameCount, inHolder) = (at, 0, false);
        }
        else if (depth == recordDepth)
        {
            CheckGap(at);
            Push(at, new Container(level + 1, ContainerKind.Array));
        }
        else if (
            depth == recordDepth + 1
            && isArray
            && containers.Peek().Kind != ContainerKind.Named
            && IsListOfRecords(at)
        )
        {
            SeeHolder(recordStart >= 0 ? recordStart : accounted, at);
            recordStart = None;
            Push(at, new Container(level + 2, ContainerKind.Named));
        }
    }

    private void Push(int at, Container container)
    {
        if (containers.Count > MostContainers)
            Fail(dropped + at, "its lists are nested too deep");
        containers.Push(container);
        inHolder = false;
        accounted = at + 1;
        UseContainer();
    }

    private void Close(int at)
    {
        depth--;
        if (depth == recordDepth - 1)
        {
            if (inHolder && recordStart == None)
            {
                SeeHolder(accounted, at);
                (inHolder, accounted) = (false, at + 1);
            }
            else if (buffer[at] == '}')
                Emit(at + 1);
            else
                Fail(dropped + at, "brackets do not match");
        }
        else if (depth == recordDepth - 2)
        {
            var closed = containers.Pop();
            if (containers.Count == 0 || buffer[at] != ']')
            {
                Fail(dropped + at, "brackets do not match");
                return;
            }
            CheckGap(at);
            accounted = at + 1;
            // After `Records` comes the rest of the object that holds it.
            inHolder = closed.Kind == ContainerKind.Named;
            UseContainer();
        }
    }

    /// <summary>Between records there are spaces, commas and byte-order marks only; anything else is counted.</summary>
    private void CheckGap(int end)
    {
        for (var at = accounted; at < end; at++)
        {
            var b = buffer[at];
            if (b == ',' || IsSpace(b))
                continue;
            if (containers.Count == 1 && LogLine.TimeAt(buffer.AsSpan(at, end - at)) is > 0 and var length)
            {
                at += length - 1;
                continue;
            }
            if (
                b == 0xEF
                && containers.Count == 1
                && buffer.AsSpan(at, end - at).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])
            )
            {
                at += 2;
                continue;
            }
            if (Strays++ == 0)
                StrayAt = dropped + at;
            break;
        }
        accounted = Math.Max(accounted, end);
    }

    /// <summary>
    /// What stands beside a list of records: a record there is not read, and the name of a next page says that others are missing.
    /// </summary>
    private void SeeHolder(int from, int to)
    {
        var text = buffer.AsSpan(from, Math.Max(0, to - from));
        if (text.IndexOf("\"eventName\""u8) is >= 0 and var stray && Strays++ == 0)
            StrayAt = dropped + from + stray;
        NamesNextPage |= CutAnswer.NamesNextPage(text);
    }

    /// <summary>
    /// Of CloudTrail's files and of LookupEvents; in small letters of tools that write them anew, and of FilterLogEvents.
    /// </summary>
    private static readonly byte[][] Lists =
    [
        "\"Records\""u8.ToArray(),
        "\"Events\""u8.ToArray(),
        "\"records\""u8.ToArray(),
        "\"events\""u8.ToArray(),
    ];

    /// <summary>Whether the array that begins here is the value of one of these.</summary>
    private bool IsListOfRecords(int at)
    {
        var before = buffer.AsSpan(Math.Max(0, at - LookBack), Math.Min(at, LookBack)).TrimEnd(" \t\r\n"u8);
        if (before.IsEmpty || before[^1] != ':')
            return false;
        before = before[..^1].TrimEnd(" \t\r\n"u8);
        foreach (var list in Lists)
            if (EndsWith(before, list))
                return true;
        return false;
    }

    private static bool EndsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key) =>
        text.EndsWith(key) && (text.Length == key.Length || text[^(key.Length + 1)] != '\\');
}
