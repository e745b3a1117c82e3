using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Cli.Adapters.Trails;

/// <summary>By which rows the last events were counted, as a <see cref="TrailStateFile"/> keeps it: one row for all of them.</summary>
internal static class CountedEventsRow
{
    public static (string, object)[] Values(ImmutableArray<(UInt128 Id, TrailKey Key)> counted)
    {
        var numbers = counted.Select(c => c.Key).Distinct().ToDictionary(key => key, Number);
        return
        [
            ("$ids", Bytes(counted.Select(c => c.Id).ToArray())),
            ("$calls", Bytes(counted.Select(c => numbers[c.Key]).ToArray())),
        ];
    }

    /// <exception cref="DamagedDatabaseException">It is none that was saved.</exception>
    public static (UInt128 Id, long Call)[] Read(SavedRow row)
    {
        var ids = MemoryMarshal.Cast<byte, UInt128>(row.Bytes(0)).ToArray();
        var calls = MemoryMarshal.Cast<byte, long>(row.Bytes(1)).ToArray();
        if (ids.Length != calls.Length)
            throw new DamagedDatabaseException("a list of counted events is not whole");
        return [.. ids.Zip(calls)];
    }

    private static byte[] Bytes<T>(T[] values)
        where T : struct => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    /// <summary>Stands for the row of a key.</summary>
    public static long Number(TrailKey key) => RowChecksum.Of([.. TrailStateRow.Values(key).Select(v => v.Item2)]);
}
