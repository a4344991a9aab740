// The files in which a run can be saved.

// files sets where they are: [the ending of its name, its address].
export function files(list) {
  document.getElementById('save').disabled = false;
  for (const [ending, address] of list) {
    const link = document.querySelector(`#files [data-file=${ending}]`);
    link.href = address;
    link.download = `wireside-${address.split('/')[3]}.${ending}`;
  }
}
