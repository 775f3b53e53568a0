/** Thrown where the quick way ends: something it does not know or cannot prove. The caller then asks git, from the start. */
export class NotQuick extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'NotQuick';
  }
}
