using System.Globalization;
using System.Text;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images.Remediation;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Public images with who uses them and what was decided.</summary>
internal static class ReviewView
{
    public static string Text(CliContext context, ReviewList list, string path)
    {
        if (list.Images.IsEmpty)
            return $"✓ {path}: no public images\n";
        var text = new StringBuilder(
            TableOutput.Text(
                context,
                ["IMAGE", "ACCOUNT", "REGION", "NAME", "SHARED WITH", "USED BY", "DECISION"],
                list.Images.Select(i =>
                    (string[])
                        [
                            i.ImageId,
                            i.AccountName.Length > 0 ? $"{i.Account} {i.AccountName}" : i.Account.Value,
                            i.Region,
                            i.Name,
                            string.Join(", ", i.SharedWith.Select(Named)),
                            Uses(i),
                            Decision(i),
                        ]
                )
            )
        );
        var open = list.Images.Count(i => i.Decision == ReviewDecision.Open);
        text.Append(
            CultureInfo.InvariantCulture,
            $"\n✓ {path}: {Plural.Of(list.Images.Length, "public image")}, {open} not decided; `amigov images remediate {path}` shows what would be done\n"
        );
        return text.ToString();
    }

    private static string Named(LaunchPermission permission) =>
        permission.Kind == PermissionKind.UserId
        && AccountId.TryParse(permission.Value, out var account)
        && KnownAccounts.Name(account) is { } name
            ? $"{permission.Value} ({name})"
        : permission == LaunchPermission.Everyone ? "everyone"
        : permission.Value;

    private static string Uses(ReviewedImage image) =>
        image.UsageReport is null ? "no report"
        : image.UsedBy.IsEmpty ? "nobody"
        : string.Join(
            ", ",
            image.UsedBy.Select(u =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{u.Account}: {u.Count} {(u.ResourceType == "ec2:Instance" ? "instances" : u.ResourceType == "ec2:LaunchTemplate" ? "launch templates" : u.ResourceType)}"
                )
            )
        );

    private static string Decision(ReviewedImage image) =>
        image.Decision switch
        {
            ReviewDecision.Private => image.Grant.IsEmpty
                ? "private"
                : $"private, for {string.Join(", ", image.Grant.Select(g => g.Value))}",
            ReviewDecision.Keep => $"keep until {image.ExpiresOn?.Text() ?? "?"}",
            _ => "open",
        };
}
