using System.Collections.Immutable;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>What the inventory holds, as pages.</summary>
internal static class ImagePages
{
    public static Page List(ImmutableArray<ListedImage> images, OpenInventory inventory, IEnumerable<string> gaps) =>
        new("Images of the organization")
        {
            About = [.. About(inventory)],
            Figures =
            [
                new Figure(Cell.Of(images.Length).Text, "images listed", Section: "images"),
                Count(images.Count(i => i.IsPublic), "public", Tone.Bad, InventoryOutput.KnowsPublic(inventory)),
                Count(
                    images.Count(i => !i.Findings.IsEmpty),
                    "with findings",
                    Tone.Warning,
                    InventoryOutput.AllGaps(inventory).IsEmpty
                ),
            ],
            Sections = [new Section("images", "Images") { Blocks = [Images(images)] }],
            NotLookedAt = [.. gaps],
        };

    public static Page Changes(ChangesView view, OpenInventory inventory, IEnumerable<string> gaps) =>
        new("Changes of images")
        {
            Answer = view.Headline(),
            About = [.. About(inventory)],
            Sections = [new Section("changes", "Changes") { Blocks = [view.Block()] }],
            NotLookedAt = [.. gaps],
        };

    public static IEnumerable<string> About(OpenInventory inventory)
    {
        yield return $"organization {inventory.Scan.Organization}";
        yield return $"scan {inventory.Scan.Number} of {inventory.Scan.StartedAt.Day().Text()}";
        yield return $"{ScanView.ReadPlaces(inventory.Ledger)} read";
    }

    public static Block Images(ImmutableArray<ListedImage> images) =>
        images.IsEmpty
            ? new Nothing("No image of the inventory is like this.")
            : new Table(
                [
                    new("account"),
                    new("Region", ColumnKind.Code),
                    new("image", ColumnKind.Code),
                    new("name"),
                    new("owner", ColumnKind.Code),
                    new("public", ColumnKind.Short),
                    new("findings"),
                ],
                [.. images.Select(Row)]
            )
            {
                Caption = "Images of the inventory",
            };

    private static ImmutableArray<Cell> Row(ListedImage image) =>
        [
            InventoryOutput.Account(image.Account, image.AccountName),
            image.Region,
            image.ImageId,
            image.Name,
            image.Owner,
            image.IsPublic ? new Cell("public", Tone.Bad) : Cell.Empty,
            ListView.Findings(image),
        ];

    /// <param name="tone">Where there are some.</param>
    /// <param name="isKnown">Whether none of what was looked at is none.</param>
    private static Figure Count(int value, string label, Tone tone, bool isKnown)
    {
        var none = isKnown ? Tone.Good : Tone.Unknown;
        return new Figure(
            Cell.Of(value).Text,
            isKnown ? label : $"{label}, of what was looked at",
            value == 0 ? none : tone,
            "images"
        );
    }
}
