using System.Globalization;

namespace AmiGovernance.Core.Features.Exceptions.Requests;

/// <summary>Where the files of a request lie.</summary>
public static class RequestPaths
{
    public const string Folder = "requests";

    private const string Json = ".json";

    public static string Request(string ticket) => $"{Folder}/{ticket}.json";

    /// <summary>The same for people, to be pasted into the ticket.</summary>
    public static string View(string ticket) => $"{Folder}/{ticket}.md";

    /// <summary>Holds the extensions and the records.</summary>
    public static string Records(string ticket) => $"{Folder}/{ticket}";

    public static string Extension(string ticket, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{Records(ticket)}/extension-{number}.json");

    public static string Record(RequestRecord record) => $"{Records(record.Ticket)}/{record.FileName}";

    /// <summary>The ticket whose request lies there; null for other files.</summary>
    public static string? TicketOf(string path)
    {
        var name = path.StartsWith($"{Folder}/", StringComparison.Ordinal) ? path[(Folder.Length + 1)..] : "/";
        return IsJson(name) && !name.Contains('/', StringComparison.Ordinal) ? name[..^Json.Length] : null;
    }

    /// <summary>Requests, extensions and records are; the views for people are not.</summary>
    public static bool IsJson(string path) => path.EndsWith(Json, StringComparison.Ordinal);

    public static bool IsExtension(string path) =>
        path[(path.LastIndexOf('/') + 1)..].StartsWith("extension-", StringComparison.Ordinal);
}
