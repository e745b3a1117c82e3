namespace AmiGovernance.Core.Features.Preflight.Files;

/// <summary>Tells by what a file holds whether it is text, and by a few words whether it can name an image, before it is parsed.</summary>
internal static class FileMarks
{
    /// <summary>Of a file, in bytes, by which it is told whether it is text.</summary>
    private const int LongestStart = 4096;

    private static readonly byte[][] Marks =
    [
        [.. "AWS::"u8],
        [.. "planned_values"u8],
        [.. "root_module"u8],
        [.. "resource_changes"u8],
        [.. "amazon-"u8],
        [.. "karpenter.k8s.aws"u8],
        [.. "cluster.x-k8s.io"u8],
        [.. "eksctl.io"u8],
        [.. "ec2_"u8],
        [.. "ec2:"u8],
        [.. "autoscaling_launch_config"u8],
        [.. "urn:pulumi:"u8],
    ];

    /// <summary>How JSON and YAML write letters by their numbers.</summary>
    private static readonly byte[][] Escapes =
    [
        [.. @"\u00"u8],
        [.. @"\x"u8],
        [.. @"\U0000"u8],
    ];

    public static bool MayName(ReadOnlySpan<byte> bytes) => HasAny(bytes, Marks);

    /// <summary>Its words may be written otherwise: what they are is told by a parser alone.</summary>
    public static bool HasEscapes(ReadOnlySpan<byte> bytes) => HasAny(bytes, Escapes);

    private static bool HasAny(ReadOnlySpan<byte> bytes, byte[][] words)
    {
        foreach (var word in words)
            if (bytes.IndexOf(word) >= 0)
                return true;
        return false;
    }

    /// <summary>UTF-16, as Windows PowerShell's `&gt;` writes, begins with a mark or has zeros; no language here has them.</summary>
    public static bool IsNoText(ReadOnlySpan<byte> file)
    {
        var start = file[..Math.Min(file.Length, LongestStart)];
        return start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
            || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
            || start.Contains((byte)0);
    }
}
