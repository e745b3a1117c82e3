namespace AmiGovernance.Core.Features.Preflight;

/// <summary>Tells by a few words whether JSON or YAML can name an image, before it is parsed.</summary>
internal static class FileMarks
{
    private static readonly byte[][] Marks =
    [
        [.. "AWS::"u8],
        [.. "planned_values"u8],
        [.. "root_module"u8],
        [.. "resource_changes"u8],
        [.. "amazon-"u8],
        [.. "karpenter.k8s.aws/"u8],
        [.. "cluster.x-k8s.io/"u8],
        [.. "eksctl.io/"u8],
        [.. "ec2_"u8],
        [.. "ec2:"u8],
        [.. "autoscaling_launch_config"u8],
        [.. "urn:pulumi:"u8],
    ];

    public static bool MayName(ReadOnlySpan<byte> bytes)
    {
        foreach (var mark in Marks)
            if (bytes.IndexOf(mark) >= 0)
                return true;
        return false;
    }
}
