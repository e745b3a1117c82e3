using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Exceptions.Requests;

/// <summary>A person in the files of requests: `{ "name": …, "email": … }`.</summary>
internal static class IdentityJson
{
    public static readonly string[] Keys = ["name", "email"];

    public static void WriteIdentity(this Utf8JsonWriter writer, string name, GitIdentity identity)
    {
        writer.WriteStartObject(name);
        writer.WriteString("name", identity.Name);
        writer.WriteString("email", identity.Email);
        writer.WriteEndObject();
    }

    /// <summary>Null with a report when the key is there and holds no person.</summary>
    public static GitIdentity? Identity(this ObjectReader parent, string key)
    {
        if (parent.OpenAt(key, Keys) is not { } entry)
            return null;
        entry.Require("name");
        entry.Require("email");
        return (entry.Text("name"), entry.Email("email")) is ({ } name, { } email)
            ? new GitIdentity(name, email)
            : null;
    }

    /// <summary>Stands in for a required person who is missing: then the document is not sound, and nobody sees it.</summary>
    public static GitIdentity IdentityOrNobody(this ObjectReader parent, string key) =>
        parent.Identity(key) ?? new GitIdentity("", "");
}
