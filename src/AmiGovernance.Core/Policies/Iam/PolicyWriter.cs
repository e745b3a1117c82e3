using System.Text.Json;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Policies.Iam;

/// <summary>Prints policy documents; parsing what it prints gives the same meaning back.</summary>
public static class PolicyWriter
{
    public static byte[] Minified(PolicyDocument policy) =>
        JsonText.Write(indented: false, writer => Write(writer, policy));

    public static byte[] Indented(PolicyDocument policy) =>
        JsonText.Write(indented: true, writer => Write(writer, policy));

    public static int MinifiedCharacters(Statement statement) =>
        JsonText.Characters(JsonText.Write(indented: false, writer => Write(writer, statement)));

    private static void Write(Utf8JsonWriter writer, PolicyDocument policy)
    {
        writer.WriteStartObject();
        if (policy.Version is not null)
            writer.WriteString("Version", policy.Version);
        if (policy.Id is not null)
            writer.WriteString("Id", policy.Id);
        writer.WriteStartArray("Statement");
        foreach (var statement in policy.Statements)
            Write(writer, statement);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Statement statement)
    {
        writer.WriteStartObject();
        if (statement.Sid is not null)
            writer.WriteString("Sid", statement.Sid);
        writer.WriteString("Effect", statement.Effect == Effect.Allow ? "Allow" : "Deny");
        WritePrincipals(writer, statement);
        writer.WriteOneOrMany(statement.ActionsExcluded ? "NotAction" : "Action", statement.Actions);
        if (!statement.Resources.IsEmpty)
            writer.WriteOneOrMany(statement.ResourcesExcluded ? "NotResource" : "Resource", statement.Resources);
        WriteConditions(writer, statement);
        writer.WriteEndObject();
    }

    private static void WritePrincipals(Utf8JsonWriter writer, Statement statement)
    {
        if (statement.Principals.IsEmpty)
            return;
        var name = statement.PrincipalsExcluded ? "NotPrincipal" : "Principal";
        if (statement.Principals is [{ Type: "*" }])
        {
            writer.WriteString(name, "*");
            return;
        }
        writer.WriteStartObject(name);
        foreach (var set in statement.Principals)
            writer.WriteOneOrMany(set.Type, set.Values);
        writer.WriteEndObject();
    }

    private static void WriteConditions(Utf8JsonWriter writer, Statement statement)
    {
        if (statement.Conditions.IsEmpty)
            return;
        writer.WriteStartObject("Condition");
        foreach (var block in statement.Conditions.GroupBy(c => c.Operator, StringComparer.Ordinal))
        {
            writer.WriteStartObject(block.Key);
            foreach (var condition in block)
                writer.WriteOneOrMany(condition.Key, condition.Values);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }
}
