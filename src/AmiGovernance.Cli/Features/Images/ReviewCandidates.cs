using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Images.Remediation;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>The public images of the inventory, for their review.</summary>
internal static class ReviewCandidates
{
    public static IReadOnlyList<ReviewedImage> Of(OpenInventory inventory)
    {
        var images = inventory.Queries.List(new ListFilter { Findings = [FindingKind.Public.Name()] });
        return [.. images.Select(i => Candidate(i, inventory))];
    }

    /// <summary>Images that everyone can copy from a snapshot, public or not: making them private does not end that.</summary>
    public static int WithPublicSnapshot(OpenInventory inventory) =>
        inventory.Queries.List(new ListFilter { Findings = [FindingKind.PublicSnapshot.Name()] }).Length;

    private static ReviewedImage Candidate(ListedImage image, OpenInventory inventory) =>
        new(Account(image, inventory), image.Region, image.ImageId)
        {
            AccountName = image.AccountName,
            Name = image.Name,
            SharedWith =
            [
                .. inventory
                    .Queries.Permissions(image.ImageId)
                    .Where(p => (p.Account, p.Region) == (image.Account, image.Region))
                    .Select(p => LaunchPermission.Parse(p.Permission))
                    .OfType<LaunchPermission>()
                    .Order(),
            ],
        };

    /// <exception cref="DamagedDatabaseException">It is none.</exception>
    private static AccountId Account(ListedImage image, OpenInventory inventory) =>
        AccountId.TryParse(image.Account, out var account)
            ? account
            : throw new DamagedDatabaseException(
                $"the image {image.ImageId} lies in `{image.Account}`, which is no account id"
            )
            {
                Path = inventory.Path,
            };
}
