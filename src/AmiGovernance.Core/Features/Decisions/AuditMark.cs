using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>What audit mode does with the image of a launch; it lets the launch pass.</summary>
public enum AuditMark
{
    None,

    /// <summary>The image is marked `ImageAllowed: false`, and denied once the policy is enforced.</summary>
    Marked,

    /// <summary>It depends on what is not known of the image.</summary>
    Unknown,
}

public static class AuditMarks
{
    private static readonly EnumNames<AuditMark> Names = new(
        (AuditMark.None, ""),
        (AuditMark.Marked, "marked"),
        (AuditMark.Unknown, "unknown")
    );

    public static string Name(this AuditMark mark) => Names.Of(mark);
}
