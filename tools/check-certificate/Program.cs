using CheckCertificate;

// check-certificate CERTIFICATE CONFIG FOLDER
// Exit codes: 0 the certificate holds for these documents, 1 it does not, 2 something cannot be read.
try
{
    var (certificate, config, folder) = (File.ReadAllBytes(args[0]), File.ReadAllBytes(args[1]), args[2]);
    var files = Directory.EnumerateFiles(folder, "scp-*.json").Append(Path.Combine(folder, Declarative.Name));
    var policies = files.ToDictionary(f => Path.GetRelativePath(folder, f).Replace('\\', '/'), File.ReadAllBytes);
    Console.WriteLine($"accepted: {Checker.Check(certificate, config, policies)}");
    return 0;
}
catch (RejectedException rejected)
{
    Console.WriteLine($"rejected: {rejected.Message}");
    return 1;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or IndexOutOfRangeException)
{
    Console.Error.WriteLine($"{e.Message}\nusage: check-certificate CERTIFICATE CONFIG FOLDER");
    return 2;
}
