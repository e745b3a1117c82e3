using System.Numerics;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>
/// Which events have been read, by their ids. Remembers the last 2.5 to 5 million watched events in at most 128 MB: CloudTrail delivers
/// duplicates close to each other in time, and nothing less than all ids would find one that comes later.
/// </summary>
public sealed class SeenEvents
{
    private const int FirstSlots = 1 << 12;
    private const int MostSlots = 1 << 22;

    /// <summary>Zero marks a free slot; the id zero has a flag of its own.</summary>
    private UInt128[] current = new UInt128[FirstSlots];
    private UInt128[] previous = [];
    private int count;
    private bool seenZero;

    /// <summary>
    /// Ids that a full generation holds: what was added before the last two generations is forgotten.
    /// </summary>
    public static int Generation => MostSlots / 5 * 3;

    /// <summary>False when the id is known already.</summary>
    public bool Add(UInt128 id)
    {
        if (id == 0)
        {
            var isNew = !seenZero;
            seenZero = true;
            return isNew;
        }
        if (Contains(previous, id) || !Insert(current, id))
            return false;
        if (++count >= current.Length / 5 * 3)
            Grow();
        return true;
    }

    private void Grow()
    {
        if (current.Length == MostSlots)
        {
            (previous, current, count) = (current, new UInt128[MostSlots], 0);
            return;
        }
        var larger = new UInt128[current.Length * 4];
        foreach (var id in current)
            if (id != 0)
                Insert(larger, id);
        current = larger;
    }

    private static bool Contains(UInt128[] slots, UInt128 id)
    {
        if (slots.Length == 0)
            return false;
        for (var at = Slot(slots, id); slots[at] != 0; at = (at + 1) & (slots.Length - 1))
            if (slots[at] == id)
                return true;
        return false;
    }

    private static bool Insert(UInt128[] slots, UInt128 id)
    {
        var at = Slot(slots, id);
        for (; slots[at] != 0; at = (at + 1) & (slots.Length - 1))
            if (slots[at] == id)
                return false;
        slots[at] = id;
        return true;
    }

    /// <summary>Most ids are random, but one who writes them may choose them: all bits take part.</summary>
    private static int Slot(UInt128[] slots, UInt128 id)
    {
        var mixed = ((ulong)id ^ BitOperations.RotateLeft((ulong)(id >> 64), 29)) * 0x9E37_79B9_7F4A_7C15UL;
        return (int)(mixed >> (64 - BitOperations.Log2((uint)slots.Length)));
    }
}
