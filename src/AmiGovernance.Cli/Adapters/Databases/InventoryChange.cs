using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>
/// One thing that is otherwise than it was; account, Region and image are text of the inventory, empty where there is none.
/// </summary>
internal sealed record InventoryChange(ChangeKind Kind, string Account, string AccountName, string Region)
{
    private static readonly EnumNames<ChangeKind> Words = new(
        (ChangeKind.Found, "found"),
        (ChangeKind.Resolved, "resolved"),
        (ChangeKind.Setting, "setting"),
        (ChangeKind.NotRead, "not_read"),
        (ChangeKind.ReadAgain, "read_again"),
        (ChangeKind.NewImage, "new_image"),
        (ChangeKind.GoneImage, "gone_image"),
        (ChangeKind.ChangedImage, "changed_image")
    );

    public string ImageId { get; init; } = "";

    public string Name { get; init; } = "";

    public string Detail { get; init; } = "";

    /// <summary>Set for findings.</summary>
    public FindingKind? Finding { get; init; }

    public string Word => Words.Of(Kind);

    /// <summary>Such as `found: public` or `not_read`.</summary>
    public string Title => Finding is { } finding ? $"{Word}: {finding.Name()}" : Word;

    /// <summary>Whether somebody should look at it at once.</summary>
    public bool Matters =>
        Kind is ChangeKind.Setting or ChangeKind.NotRead or ChangeKind.ReadAgain
        || Finding?.Severity() >= Severity.Warning;
}
