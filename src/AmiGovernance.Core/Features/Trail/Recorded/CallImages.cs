using System.Buffers;
using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>
/// Where the image of a call is found: in the response, else in the request, else in the error text, else by the launch template.
/// What a service launches has no image in its request, and what is denied for a launch template has it in the error text alone.
/// </summary>
public sealed class CallImages
{
    /// <summary>The detail of a launch that names no image and needs none.</summary>
    public const string None = "without an image";

    private const string Prefix = "ami-";

    /// <summary>No ARN of a caller has one of these.</summary>
    private static readonly SearchValues<char> BetweenWords = SearchValues.Create(" \t\r\n\"'");

    private readonly List<string> response = [];
    private readonly List<string> request = [];
    private readonly List<string> parameters = [];
    private readonly List<string> templates = [];

    public void AddResponse(string image) => Add(response, image);

    public void AddRequest(string image) => Request(request, image);

    /// <summary>As a launch names it; see <see cref="LaunchedTemplate.ImageParameter"/>.</summary>
    public void AddParameter(string reference) => Request(parameters, reference);

    /// <summary>See <see cref="LaunchedTemplate"/>.</summary>
    public void AddTemplate(string reference) => Request(templates, reference);

    /// <summary>How many images and templates the request named so far, those included that it named before.</summary>
    public int Requested { get; private set; }

    public void Clear()
    {
        Requested = 0;
        response.Clear();
        request.Clear();
        parameters.Clear();
        templates.Clear();
    }

    /// <summary>Each image once, in order; parameters or references to launch templates when nothing else tells.</summary>
    /// <param name="hasParts">
    /// The call launches several images side by side, as a fleet does: some that it names, others by launch templates.
    /// </param>
    public ImmutableArray<string> Find(string errorMessage, bool hasParts)
    {
        if (hasParts && request.Count > 0)
            return [.. response.Concat(request).Concat(parameters).Concat(templates).Distinct()];
        if (response.Count > 0)
            return [.. response];
        if (request.Count > 0)
            return [.. request];
        if (InText(errorMessage) is { } image)
            return [image];
        return parameters.Count > 0 ? [.. parameters] : [.. templates];
    }

    /// <summary>
    /// The image in an error text: the first that stands there by its ARN, else by its id. Roles, users and sessions may be named like one,
    /// and their ARN stands before the resource (IAM user guide, "Troubleshoot access denied error messages").
    /// </summary>
    public static string? InText(string text)
    {
        string? word = null;
        for (var at = Next(text, 0); at >= 0; at = Next(text, at + 1))
        {
            var end = at + Prefix.Length;
            while (end < text.Length && char.IsAsciiLetterOrDigit(text[end]))
                end++;

            var before = text.AsSpan(0, at);
            if (IsInName(before))
                continue;
            if (before.EndsWith(":image/") && IsImage(text.AsSpan(at, end - at)))
                return text[at..end];
            if (word is null && IsWord(text, at, end) && ImageId.IsValid(text.AsSpan(at, end - at)))
                word = text[at..end];
        }
        return word;
    }

    /// <summary>Whether the text ends in the midst of the ARN of a role, a user or a session.</summary>
    private static bool IsInName(ReadOnlySpan<char> before)
    {
        var arn = before.LastIndexOf("arn:");
        if (arn < 0 || before[arn..].ContainsAny(BetweenWords))
            return false;
        var service = before[(arn + "arn:".Length)..];
        service = service[(service.IndexOf(':') + 1)..];
        return service.StartsWith("sts:") || service.StartsWith("iam:");
    }

    private static bool IsWord(string text, int from, int to) =>
        !(from > 0 && IsOfName(text[from - 1])) && !(to < text.Length && IsOfName(text[to]));

    private static bool IsOfName(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';

    /// <summary>
    /// Whether recorded text names an image. Ids have 8 or 17 hexadecimal digits (<see cref="ImageId"/>);
    /// published recordings have other letters in their place.
    /// </summary>
    public static bool IsImage(ReadOnlySpan<char> text)
    {
        if (text.Length is < 12 or > 21 || !text.StartsWith(Prefix))
            return false;
        foreach (var c in text[Prefix.Length..])
            if (!char.IsAsciiLetterOrDigit(c))
                return false;
        return true;
    }

    /// <summary>Whether recorded text names the parameter that an image stands in.</summary>
    public static bool IsParameter(string text) =>
        text.Length > LaunchedTemplate.ImageParameter.Length
        && text.StartsWith(LaunchedTemplate.ImageParameter, StringComparison.Ordinal);

    private static int Next(string text, int from) => text.IndexOf(Prefix, from, StringComparison.Ordinal);

    private void Request(List<string> list, string value)
    {
        Requested++;
        Add(list, value);
    }

    private static void Add(List<string> list, string value)
    {
        if (!list.Contains(value))
            list.Add(value);
    }
}
