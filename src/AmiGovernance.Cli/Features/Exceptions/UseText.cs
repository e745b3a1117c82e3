using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>Who uses images of an account, for people.</summary>
internal static class UseText
{
    /// <summary>Images beyond these are told by their number.</summary>
    private const int MostImages = 5;

    public static string Launches(UseAnswer use) =>
        use.State switch
        {
            UseState.Used when use.IsLeast => $"at least {Quantity.Number(use.Launches)}",
            UseState.Used => Quantity.Number(use.Launches),
            UseState.Unused => "never",
            UseState.NotSeen => "none seen",
            _ => "not checked",
        };

    public static IEnumerable<string> Lines(ImageUse use, AccountId owner, UseAnswer answer)
    {
        if (!use.Looked)
            return ["use of the images: not checked (`--trail`, `--db`)"];
        return
        [
            $"use of the images: {Answer(answer)}",
            .. LaunchesByAccount.Of(use, owner).Select(Line),
            .. Owned(use.Owned.GetValueOrDefault(owner.Value)),
            .. use.Sources.Select(s => $"  looked at: {Sanitize.Text(s.Text)}"),
        ];
    }

    private static string Answer(UseAnswer answer)
    {
        if (answer.State != UseState.Used)
            return Launches(answer);
        var noun = answer.Launches == 1 ? "launch" : "launches";
        return $"{Launches(answer)} {noun}{LastOn("last", answer.Last)}";
    }

    private static string Line(LaunchesByAccount launches)
    {
        var account = launches.Account.Length > 0 ? Sanitize.Text(launches.Account) : "(by whom is not known)";
        var count = Quantity.Of(launches.Count, "launch", "launches");
        return $"  {account}  {count}{LastOn("last", launches.Last?.Day())}{Images(launches.Images)}";
    }

    private static IEnumerable<string> Owned(OwnedImages? owned)
    {
        if (owned is null)
            yield break;
        var gap = owned.IsWhole ? "" : ", not all of it read";
        var last = LastOn("last launched", owned.LastLaunched?.Day());
        yield return $"  {Plural.Of(owned.Count, "image")} of its own in the inventory{gap}{last}";
    }

    /// <summary>Empty when the day is not known.</summary>
    private static string LastOn(string what, DateOnly? day) => day is { } last ? $", {what} on {last.Text()}" : "";

    private static string Images(IReadOnlyList<string> images)
    {
        var names = Shortened.List([.. images.Select(Sanitize.Text)], MostImages);
        return names.Length == 0 ? "" : $": {names}";
    }
}
