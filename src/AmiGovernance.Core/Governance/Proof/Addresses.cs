using System.Globalization;
using System.Net;
using System.Numerics;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Internet addresses that stand for all: networks are intervals, which begin and end somewhere.</summary>
internal static class Addresses
{
    /// <summary>Of the networks for documentation.</summary>
    private static readonly string[] Readable = ["203.0.113.1", "2001:db8::1"];

    /// <summary>Null when a value is no network in CIDR notation.</summary>
    public static List<string>? Of(IEnumerable<string> networks)
    {
        var found = new List<string>(Readable);
        foreach (var network in networks)
        {
            if (Interval(network) is not var (size, first, last))
                return null;
            foreach (var number in new[] { first, last + 1 })
                if (Text(number, size) is { } text)
                    found.Add(text);
        }
        // What lies before the first network begins at the first address.
        return [.. found.Append("0.0.0.0").Append("::").Distinct(StringComparer.Ordinal)];
    }

    /// <summary>With the bytes of an address of its kind.</summary>
    private static (int Size, BigInteger First, BigInteger Last)? Interval(string network)
    {
        var parts = network.Split('/');
        if (!IPAddress.TryParse(parts[0], out var address) || parts.Length > 2)
            return null;
        var bytes = address.GetAddressBytes();
        var bits = bytes.Length * 8;
        var length = bits;
        if (
            parts.Length == 2
            && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > bits)
        )
            return null;
        var count = BigInteger.One << (bits - length);
        var number = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        var first = number - number % count;
        return (bytes.Length, first, first + count - 1);
    }

    /// <summary>Null behind the last address.</summary>
    private static string? Text(BigInteger number, int size)
    {
        var bytes = new byte[size];
        var written = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        if (written.Length > bytes.Length)
            return null;
        written.CopyTo(bytes, bytes.Length - written.Length);
        return new IPAddress(bytes).ToString();
    }
}
