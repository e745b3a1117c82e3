using System.Text.Json;
using CheckCertificate;

// check-certificate CERTIFICATE CONFIG FOLDER
// Exit codes: 0 the certificate holds for these documents, 1 it does not, 2 something cannot be read.
if (args is not [var file, var config, var folder])
{
    Console.Error.WriteLine("usage: check-certificate CERTIFICATE CONFIG FOLDER");
    return 2;
}
try
{
    var policies = Directory
        .EnumerateFiles(folder, "scp-*.json")
        .Append(Path.Combine(folder, Declarative.Name))
        .ToDictionary(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllBytes);
    Console.WriteLine(Checker.Check(File.ReadAllBytes(file), File.ReadAllBytes(config), policies));
    return 0;
}
catch (RejectedException rejected)
{
    Console.WriteLine($"rejected: {rejected.Message}");
    return 1;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
{
    Console.Error.WriteLine($"cannot read: {e.Message}");
    return 2;
}
